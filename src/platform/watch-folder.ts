import { realpath, stat } from 'node:fs/promises'
import { type FSWatcher, watch } from 'chokidar'
import { errorFields, type Log } from './log.ts'

export type WatchedFolder = { stop: () => Promise<void> }

type Options = {
  directory: string
  /** Receives the path of a changed file, or null if the whole folder was replaced. */
  onChange: (file: string | null) => void
  log: Log
  /** The name of the folder in the log. */
  component: string
  checkEveryMs?: number
}

/** A folder of another release may come into its place at any time, and the system reports nothing then. */
const CHECK_EVERY_MS = 2000

/** Watches the files of a folder, also after the folder or a link on its path is replaced. */
export const watchFolder = async (options: Options): Promise<WatchedFolder> => {
  const { directory, onChange, log, component, checkEveryMs = CHECK_EVERY_MS } = options
  let watcher = startWatcher(options)
  let watched = await identify(directory)
  let isGone = false
  let isChecking = false
  const check = async () => {
    const found = await identify(directory)
    if (found === null) {
      if (!isGone) log.warn('the folder is gone, its last content is served', { component })
      isGone = true
      return
    }
    if (found === watched && !isGone) return
    const old = watcher
    watcher = startWatcher(options)
    watched = found
    isGone = false
    log.info('the folder was replaced and is read again', { component })
    await old.close()
    onChange(null)
  }
  const timer = setInterval(() => {
    if (isChecking) return
    isChecking = true
    void check()
      .catch((error) => log.error('the folder is not watched', { component, ...errorFields(error) }))
      .finally(() => {
        isChecking = false
      })
  }, checkEveryMs).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await watcher.close()
    },
  }
}

const startWatcher = ({ directory, onChange, log, component }: Options): FSWatcher => {
  const watcher = watch(directory, {
    ignoreInitial: true,
    depth: 0,
    awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 },
  })
  watcher.on('all', (_event, file) => onChange(file))
  watcher.on('error', (error) => log.error('the folder is not watched', { component, ...errorFields(error) }))
  return watcher
}

// A new folder may get the number of a deleted one, but not its time of birth.
const identify = async (directory: string): Promise<string | null> => {
  try {
    const real = await realpath(directory)
    const { dev, ino, birthtimeNs } = await stat(real, { bigint: true })
    return `${real} ${dev} ${ino} ${birthtimeNs}`
  } catch {
    return null
  }
}
