import type { Choice, QuietEntry, Standing } from './quiet.ts'

export type SnoozeChange = { serial: number; until: Date; choice: Choice | null; times: number }
export type StandingChange = { standing: Standing; until: Date; version: number }

/**
 * Where quiet is kept, by the SHA-256 of a reader's id in hex. `now` is the application's clock: entries expire
 * in real time after a span measured from it. Each function rejects when the store is away.
 */
export type SnoozeStore = {
  find: (hash: string) => Promise<QuietEntry | null>
  /** Leaves the standing alone. Ignored when the entry has a higher serial. */
  writeSnooze: (hash: string, change: SnoozeChange, now: Date) => Promise<void>
  /** Leaves the snooze alone. Ignored unless its version is higher than the entry's. */
  writeStanding: (hash: string, change: StandingChange, now: Date) => Promise<void>
  /** Forgets a standing, as if there had been none. Leaves the snooze alone. */
  dropStanding: (hash: string, now: Date) => Promise<void>
  /** Remembers for a day that nothing is known, unless something is. */
  writeNothing: (hash: string, serial: number) => Promise<void>
}
