import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'
import { findNodePackage } from '../given/resources/node-package.ts'
import { findProgram } from '../given/resources/provision.ts'
import { mustRun } from './command.ts'
import type { Engine } from './engine.ts'
import type { Workplace } from './find-engine.ts'

export type BaseImage = { image: string; description: string }

// The npm release line that comes with Node.js 24.
const NPM_PACKAGE = 'npm@11.19.1'

/** Returns the Dockerfile's base image and the version of Node.js in its name. */
const namedBase = async (): Promise<{ image: string; node: string }> => {
  const [, image = '', node = ''] =
    /^ARG NODE_IMAGE=(\S+\/node:(\d+)\S*)$/m.exec(await readFile(projectFile('Dockerfile'), 'utf8')) ?? []
  if (!image) throw new Error('The Dockerfile names no image of Node.js')
  return { image, node }
}

/**
 * Returns rows of release, component and URL, in the order of apt's sources. Empty before apt has fetched its
 * lists.
 */
const aptSources = async (signal: AbortSignal): Promise<string[][]> => {
  const format = '$(RELEASE) $(COMPONENT) $(REPO_URI)'
  const targets = ['apt-get', 'indextargets', '--format', format, 'Created-By: Packages'] as const
  const rows = (await mustRun(targets, { signal })).trim()
  return rows.split('\n').map((line) => line.split(' '))
}

/** Returns this machine's Debian release and its apt mirror. */
const findMirror = async (signal: AbortSignal): Promise<{ release: string; address: string }> => {
  const [, codename = ''] = /^VERSION_CODENAME=(\w+)$/m.exec(await readFile('/etc/os-release', 'utf8')) ?? []
  const find = async () =>
    (await aptSources(signal)).find(([name, component]) => name === codename && component === 'main')
  let source = await find()
  if (!source) {
    await mustRun(['apt-get', 'update'], { signal })
    source = await find()
  }
  const [release, , address] = source ?? []
  if (!release || !address) throw new Error(`apt has no source for the main part of ${codename}`)
  return { release, address }
}

const aptProxy = async (signal: AbortSignal): Promise<Record<string, string>> => {
  const words = await mustRun(['apt-config', 'shell', 'PROXY', 'Acquire::http::Proxy'], { signal })
  const [, proxy] = /^PROXY='(.+)'$/m.exec(words) ?? []
  return proxy ? { http_proxy: proxy } : {}
}

/**
 * Creates a minimal Debian of this machine's release with Node.js and npm, for machines that cannot pull
 * images.
 */
const makeBase = async (
  engine: Engine,
  { directory, name, signal }: Workplace,
  node: string,
): Promise<string> => {
  const nodePackage = findNodePackage(node)
  if (process.getuid?.() !== 0 || !findProgram('debootstrap') || !nodePackage)
    throw new Error(
      'No image of Node.js can be fetched. As root on Debian or Ubuntu: npm run setup -- --image',
    )
  const context = path.join(directory, 'base')
  const root = path.join(context, 'root')
  await mkdir(context)
  const { release, address } = await findMirror(signal)
  const env = await aptProxy(signal)
  await mustRun(['debootstrap', '--variant=minbase', release, root, address], { signal, env })
  const globally = ['--global', '--prefix', path.join(root, 'usr/local'), '--ignore-scripts']
  await mustRun(['npm', 'install', ...globally, NPM_PACKAGE, nodePackage], { signal })
  await mustRun(['chroot', root, 'useradd', '--create-home', '--uid', '1000', 'node'], { signal })
  await rm(path.join(root, 'var/cache/apt'), { recursive: true })
  await rm(path.join(root, 'var/lib/apt/lists'), { recursive: true })
  await mustRun(['tar', '-C', root, '-cf', path.join(context, 'base.tar'), '.'], { signal })
  await rm(root, { recursive: true })
  await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nADD base.tar /\nCMD ["node"]\n')
  const tag = `${name}-base`
  await engine.build({ context, tag })
  await rm(context, { recursive: true })
  return tag
}

/** Returns the Dockerfile's base image, or one created here if it cannot be pulled. */
export const findBaseImage = async (engine: Engine, workplace: Workplace): Promise<BaseImage> => {
  const { image, node } = await namedBase()
  if (await engine.pull(image)) return { image, description: image }
  const made = await makeBase(engine, workplace, node)
  return {
    image: made,
    description: `a base made by debootstrap with Node.js ${node}, as ${image} cannot be fetched`,
  }
}
