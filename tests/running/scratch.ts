import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const IN_MEMORY = '/dev/shm'
/** Several times what a run has ever held at once. */
const ENOUGH_BYTES = 4 * 1024 ** 3

/**
 * Where tests keep files while they run: in memory where that has room and TMPDIR does not say otherwise. A database
 * is five hundred files, and making those costs a disk's file system up to twenty times the processor time.
 */
export const scratchDirectory = (): string => {
  if (process.env['TMPDIR']) return tmpdir()
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    const hasRoom = Math.min(bavail * bsize, process.availableMemory()) >= ENOUGH_BYTES
    return hasRoom ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
