import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const IN_MEMORY = '/dev/shm'
/** Several times more than any run has used. */
const NEEDED_BYTES = 4 * 1024 ** 3

/**
 * Returns the directory for temporary files: in memory if there is room and TMPDIR is not set. A database has
 * five hundred files. Creating them on disk takes up to twenty times the processor time.
 */
export const scratchDirectory = (): string => {
  if (process.env['TMPDIR']) return tmpdir()
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    const hasRoom = Math.min(bavail * bsize, process.availableMemory()) >= NEEDED_BYTES
    return hasRoom ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
