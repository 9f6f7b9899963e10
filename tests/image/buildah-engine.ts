import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isRunning } from '../given/resources/process.ts'
import { type Finished, mustRun, runCommand } from './command.ts'
import {
  type Build,
  buildFlags,
  type Container,
  type Engine,
  environmentFlags,
  mountFlags,
  parseSettings,
  type Run,
} from './engine.ts'
import { unmountBelow } from './mounts.ts'
import { findLeaves } from './processes.ts'

type Options = { version: string; directory: string; signal: AbortSignal }

const STOP_WITHIN_MS = 10_000

const killAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids.filter(isRunning)) process.kill(pid, signal)
}

/**
 * Creates an engine that runs Buildah as root, with `chroot` for containers and a separate folder for images.
 */
export const buildahEngine = async ({ version, directory, signal }: Options): Promise<Engine> => {
  const storage = path.join(directory, 'storage')
  await mkdir(storage)
  const base = ['--root', path.join(storage, 'root'), '--runroot', path.join(storage, 'run')]
  const withOverlay = await runCommand(['buildah', ...base, 'info'], { signal })
  const flags = withOverlay.code === 0 ? base : [...base, '--storage-driver', 'vfs']
  const run = (...words: string[]) => mustRun(['buildah', ...flags, ...words], { signal })

  const build = async (wanted: Build): Promise<void> => {
    const how = ['--isolation', 'chroot', '--format', 'docker', '--layers=false']
    await run('build', ...how, ...buildFlags(wanted), '--tag', wanted.tag, wanted.context)
  }

  const readSettings = async (image: string) => parseSettings(await run('inspect', '--type', 'image', image))

  const start = async ({ image, environment, mounts }: Run): Promise<Container> => {
    const { command } = await readSettings(image)
    const container = (await run('from', image)).trim()
    const root = (await run('mount', container)).trim()
    const data = path.join(directory, 'data')
    await mkdir(data)
    await mustRun(['chown', '--reference', path.join(root, 'data'), data])
    const given = [...environmentFlags(environment), ...mountFlags(mounts), '--volume', `${data}:/data`]
    const confined = ['run', '--isolation', 'chroot', '--cap-drop', 'all', ...given, container, '--']
    const marker = path.join(directory, 'started')
    await writeFile(marker, '')
    let buildah = 0
    const running = runCommand(['buildah', ...flags, ...confined, ...command], {
      signal,
      onStart: (pid) => {
        buildah = pid
      },
    })
    const end = async (first: NodeJS.Signals): Promise<Finished> => {
      // Buildah forwards no signals, so the server gets it directly.
      const servers = await findLeaves(buildah)
      killAll(servers, first)
      const kill = setTimeout(() => killAll(servers, 'SIGKILL'), STOP_WITHIN_MS)
      return running.finally(() => clearTimeout(kill))
    }
    return {
      execute: (words, input = '') =>
        runCommand(['buildah', ...flags, ...confined, ...words], { signal, input }),
      stop: async () => (await end('SIGTERM')).code,
      output: async () => (await end('SIGKILL')).output,
      strayFiles: async () =>
        (await mustRun(['find', root, '-xdev', '-newer', marker, '-type', 'f']))
          .split('\n')
          .map((file) => file.slice(root.length))
          .filter((file) => file !== '' && !/^\/(data|tmp|proc|sys|dev|run)\//.test(file)),
    }
  }

  return {
    name: `buildah ${version}`,
    pull: async (image) => (await runCommand(['buildah', ...flags, 'pull', image], { signal })).code === 0,
    build,
    readSettings,
    start,
    removeAll: async () => {
      await runCommand(['buildah', ...flags, 'rm', '--all'])
      await runCommand(['buildah', ...flags, 'rmi', '--all', '--force'])
      await unmountBelow(storage)
      await rm(storage, { recursive: true, force: true })
    },
  }
}
