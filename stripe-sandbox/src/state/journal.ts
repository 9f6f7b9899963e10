import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'

/** A changed row. The value null deletes it. One line of the journal holds the changes of one commit. */
export type Change = [table: string, id: string, value: unknown]

export type Journal = {
  /** Writes to the file before it returns, so a killed process loses nothing that it answered for. */
  append: (changes: Change[]) => void
  close: () => void
}

/** Replays the journal into `apply`, rewrites it with the current rows only, and opens it. */
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
        // A partly written line must not join the next one.
        writeSync(descriptor, '\n')
        throw error
      }
    },
    close: () => closeSync(descriptor),
  }
}

// Skips lines that a kill or a full disk cut short. Their calls were not answered.
const linesOf = (text: string): Change[][] =>
  text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Change[]]
    } catch {
      return []
    }
  })
