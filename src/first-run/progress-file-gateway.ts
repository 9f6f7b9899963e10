import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Log } from '../platform/log.ts'
import { NOTHING_DONE, type Progress, STEPS } from './steps.ts'

export type ProgressStore = {
  current: () => Progress
  /** Keeps the change in memory at once and writes the file in the background. */
  change: (to: (progress: Progress) => Progress) => void
  /** Resolves when the last change is in the file. */
  written: () => Promise<void>
}

const stored = z.object({
  done: z.array(z.enum(STEPS)),
  remindedAt: z.iso.datetime().nullable(),
  isClosed: z.boolean(),
})

/** Opens the file of the first steps. It holds no more than their names and one time. */
export const openProgress = async (file: string, log: Log): Promise<ProgressStore> => {
  let current = await read(file)
  let writing: Promise<void> = Promise.resolve()
  return {
    current: () => current,
    change: (to) => {
      const next = to(current)
      if (next === current) return
      current = next
      writing = writing
        .then(() => write(file, next))
        .catch(() => log.warn('the first steps could not be written'))
    },
    written: () => writing,
  }
}

// A missing or broken file begins the steps again.
const read = async (file: string): Promise<Progress> => {
  try {
    return stored.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return NOTHING_DONE
  }
}

const write = async (file: string, progress: Progress): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.new`
  await writeFile(draft, JSON.stringify(progress), { mode: 0o600 })
  await rename(draft, file)
}
