import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Locks `directory` for this process. The returned function unlocks it. The lock names process id and start
 * time, because a process id may be reused. A lock of a killed process is replaced.
 */
export const lockDirectory = async (directory: string): Promise<() => Promise<void>> => {
  await mkdir(path.dirname(directory), { recursive: true })
  const lockFile = `${directory}.lock`
  const ownLock = `${process.pid} ${await startTimeOf(process.pid)}\n`
  const draft = `${lockFile}.${process.pid}`
  await writeFile(draft, ownLock)
  try {
    await acquire(lockFile, draft)
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readFile(lockFile, 'utf8').catch(() => '')) === ownLock) await rm(lockFile, { force: true })
  }
}

// A hard link appears whole or not at all, so no process reads half a lock.
const acquire = async (lockFile: string, draft: string): Promise<void> => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const taken = await link(draft, lockFile).then(
      () => true,
      () => false,
    )
    if (taken) return
    const owner = await readFile(lockFile, 'utf8').catch(() => '')
    const [pid = '', startTime = ''] = owner.trim().split(' ')
    if (pid !== '' && (await startTimeOf(Number(pid))) === startTime) {
      throw new Error(
        `${lockFile} is held by process ${pid}: Mainstay is already running on this data. Stop it first`,
      )
    }
    await clear(lockFile, owner)
  }
  throw new Error(`${lockFile} could not be taken`)
}

// Moves the stale lock aside before deleting it. If another process took the lock meanwhile, it is restored.
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

/**
 * Returns the kernel ticks from boot to the process's start. 'alive' without /proc; '' if the process has
 * ended.
 */
const startTimeOf = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat !== null) {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended and waits for its parent.
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
