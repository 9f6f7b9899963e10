import { mustRun, runCommand as runAnyway } from './command.ts'
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

type Options = {
  program: 'docker' | 'podman'
  version: string
  /** Options before the command, such as `--runtime runc`. */
  flags: string[]
  /** The prefix for names of images, containers and volumes. All are removed at the end. */
  name: string
  /** Parameters of `run` that confine the server. */
  confinement: string[]
  signal: AbortSignal
}

// Far below any machine's limits, so that an engine which may not raise limits can still set these.
const LIMITS = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096']

/** Creates an engine for Docker or Podman, which accept the same commands. */
export const dockerEngine = ({ program, version, flags, name, confinement, signal }: Options): Engine => {
  const isPodman = program === 'podman'
  const limits = isPodman ? LIMITS : []
  const run = (...words: string[]) => mustRun([program, ...flags, ...words], { signal })
  const remove = (...words: string[]) => runAnyway([program, ...flags, ...words])
  const tags: string[] = []

  const build = async (wanted: Build): Promise<void> => {
    tags.push(wanted.tag)
    const podmanOnly = isPodman ? ['--format', 'docker', '--layers=false', ...limits] : []
    await run(
      'build',
      '--network',
      'host',
      ...podmanOnly,
      ...buildFlags(wanted),
      '--tag',
      wanted.tag,
      wanted.context,
    )
  }

  const start = async ({ image, environment, mounts }: Run): Promise<Container> => {
    const given = [...environmentFlags(environment), ...mountFlags(mounts), '--volume', `${name}:/data`]
    await run(
      'run',
      '--detach',
      '--name',
      name,
      '--network',
      'host',
      ...confinement,
      ...limits,
      ...given,
      image,
    )
    return {
      execute: ([...command], input = '') =>
        runAnyway([program, ...flags, 'exec', '--interactive', name, ...command], { signal, input }),
      stop: async () => {
        await run('stop', '--time', '10', name)
        return Number((await run('inspect', '--format', '{{.State.ExitCode}}', name)).trim())
      },
      output: async () => (await remove('logs', name)).output,
      strayFiles: async () => [],
    }
  }

  return {
    name: [program, version, ...flags].join(' '),
    pull: async (image) => (await runAnyway([program, ...flags, 'pull', image], { signal })).code === 0,
    build,
    readSettings: async (image) => parseSettings(await run('image', 'inspect', image)),
    start,
    removeAll: async () => {
      await remove('rm', '--force', name)
      await remove('volume', 'rm', '--force', name)
      for (const tag of tags.reverse()) await remove('image', 'rm', '--force', tag)
    },
  }
}

/**
 * Returns true if a container can be started. A container of an empty image starts far enough to fail on its
 * missing program.
 */
export const canStartContainers = async (
  { program, flags, name, signal }: Options,
  emptyContext: string,
): Promise<boolean> => {
  const tag = `${name}-empty`
  const run = (...words: string[]) => runAnyway([program, ...flags, ...words], { signal })
  try {
    if ((await run('build', '--tag', tag, emptyContext)).code !== 0) return false
    const limits = program === 'podman' ? LIMITS : []
    return (await run('run', '--rm', '--network', 'host', ...limits, tag, '/none')).code === 127
  } finally {
    await runAnyway([program, ...flags, 'image', 'rm', '--force', tag])
  }
}
