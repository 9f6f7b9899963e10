import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Holds `directory` for this process until the returned function is called. The holder is named by process
 * id and start time, so that a lock left by a killed process, whose id may have been given away, is taken over.
 */
export const lockDirectory = async (directory: string): Promise<() => Promise<void>> => {
  await mkdir(path.dirname(directory), { recursive: true })
  const lockFile = `${directory}.lock`
  const mine = `${process.pid} ${await startTimeOf(process.pid)}\n`
  const draft = `${lockFile}.${process.pid}`
  await writeFile(draft, mine)
  try {
    await claim(lockFile, draft)
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readFile(lockFile, 'utf8').catch(() => '')) === mine) await rm(lockFile, { force: true })
  }
}

// A hard link appears whole or not at all, so a reader never sees half a lock.
const claim = async (lockFile: string, draft: string): Promise<void> => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const taken = await link(draft, lockFile).then(
      () => true,
      () => false,
    )
    if (taken) return
    const holder = await readFile(lockFile, 'utf8').catch(() => '')
    const [pid = '', startTime = ''] = holder.trim().split(' ')
    if (pid !== '' && (await startTimeOf(Number(pid))) === startTime) {
      throw new Error(
        `${lockFile} is held by process ${pid}: Mainstay is already running on this data. Stop it first`,
      )
    }
    await clear(lockFile, holder)
  }
  throw new Error(`${lockFile} could not be taken`)
}

// Moved aside before it is removed: if another process took the lock over meanwhile, it gets it back.
const clear = async (lockFile: string, stale: string): Promise<void> => {
  const aside = `${lockFile}.${process.pid}.stale`
  const moved = await rename(lockFile, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, lockFile).catch(() => {})
  await rm(aside, { force: true })
}

/** Kernel ticks since boot at which the process started; 'alive' where there is no /proc; '' when it is gone. */
const startTimeOf = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat !== null) {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended and only waits for its parent to notice.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '')
  }
  const hasProc = await readFile('/proc/self/stat').then(
    () => true,
    () => false,
  )
  if (hasProc) return ''
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return ''
  }
}
