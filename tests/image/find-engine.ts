import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findProgram } from '../given/resources/provision.ts'
import { buildahEngine } from './buildah-engine.ts'
import { runCommand } from './command.ts'
import { confinementFlags, readCompose } from './compose-file.ts'
import { canStartContainers, dockerEngine } from './docker-engine.ts'
import type { Engine } from './engine.ts'

export const ENGINES = ['docker', 'podman', 'buildah'] as const
export type EngineName = (typeof ENGINES)[number]

export type Workplace = { directory: string; name: string; signal: AbortSignal }

const versionOf = async (program: EngineName): Promise<string> =>
  /\d[\w.+-]*/.exec((await runCommand([program, '--version'])).output)?.[0] ?? ''

// Podman's default runtime does not support every cgroup setup. runc supports more.
const FLAGS = { docker: [[]], podman: [[], ['--runtime', 'runc']] }

const findDocker = async (program: 'docker' | 'podman', workplace: Workplace): Promise<Engine | null> => {
  const { directory, name, signal } = workplace
  if ((await runCommand([program, 'info'], { signal })).code !== 0) return null
  const emptyContext = path.join(directory, 'empty')
  await mkdir(emptyContext, { recursive: true })
  await writeFile(path.join(emptyContext, 'Dockerfile'), 'FROM scratch\nCMD ["/none"]\n')
  const confinement = confinementFlags(await readCompose())
  const version = await versionOf(program)
  for (const flags of FLAGS[program]) {
    const options = { program, version, flags, name, confinement, signal }
    if (await canStartContainers(options, emptyContext)) return dockerEngine(options)
  }
  return null
}

const findBuildah = async ({ directory, signal }: Workplace): Promise<Engine | null> =>
  process.getuid?.() === 0 ? buildahEngine({ version: await versionOf('buildah'), directory, signal }) : null

/** Returns the first engine that works. Throws with instructions if none does. */
export const findEngine = async (wanted: readonly EngineName[], workplace: Workplace): Promise<Engine> => {
  for (const program of wanted.filter((each) => findProgram(each) !== null)) {
    const engine = program === 'buildah' ? await findBuildah(workplace) : await findDocker(program, workplace)
    if (engine) return engine
  }
  throw new Error(
    `None of these works here: ${wanted.join(', ')}. As root on Debian or Ubuntu: npm run setup -- --image`,
  )
}
