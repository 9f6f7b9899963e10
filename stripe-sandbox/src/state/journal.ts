import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'

/** One line: everything one request or one tick of the clock changed. `null` deletes. */
export type Change = [table: string, id: string, value: unknown]

export type Journal = {
  /** Written to the file before it returns, so that a killed process has lost nothing it answered for. */
  append: (changes: Change[]) => void
  close: () => void
}

/** Replays the journal of `directory` into `apply`, shortens it to what it amounts to, and opens it for more. */
export const openJournal = (
  directory: string,
  apply: (changes: Change[]) => void,
  current: () => Change[],
): Journal => {
  mkdirSync(directory, { recursive: true })
  const file = path.join(directory, 'journal.ndjson')
  if (existsSync(file)) for (const changes of linesOf(readFileSync(file, 'utf8'))) apply(changes)
  const draft = `${file}.new`
  const fresh = openSync(draft, 'w', 0o600)
  for (const change of current()) writeSync(fresh, `${JSON.stringify([change])}\n`)
  closeSync(fresh)
  renameSync(draft, file)
  const descriptor = openSync(file, 'a', 0o600)
  return {
    append: (changes) => {
      try {
        writeSync(descriptor, `${JSON.stringify(changes)}\n`)
      } catch (error) {
        // What was written of this line must not swallow the next.
        writeSync(descriptor, '\n')
        throw error
      }
    },
    close: () => closeSync(descriptor),
  }
}

// A line cut short, by a kill or a full disk, was never answered for.
const linesOf = (text: string): Change[][] =>
  text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Change[]]
    } catch {
      return []
    }
  })
