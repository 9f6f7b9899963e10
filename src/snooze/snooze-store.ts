import type { SnoozeChoice, SupporterStatus, SuppressionEntry } from './suppression.ts'

export type SnoozeChange = { serial: number; until: Date; choice: SnoozeChoice | null; times: number }
export type SupporterStatusChange = { status: SupporterStatus; until: Date; version: number }

/**
 * Where quiet is kept, by the SHA-256 of a reader's id in hex. `now` is the application's clock: entries expire
 * in real time after a span measured from it. Each function rejects when the store is away.
 */
export type SnoozeStore = {
  find: (hash: string) => Promise<SuppressionEntry | null>
  /** Leaves the standing alone. Ignored when the entry has a higher serial. */
  writeSnooze: (hash: string, change: SnoozeChange, now: Date) => Promise<void>
  /** Leaves the snooze alone. Ignored unless its version is higher than the entry's. */
  writeSupporterStatus: (hash: string, change: SupporterStatusChange, now: Date) => Promise<void>
  /** Forgets a standing, as if there had been none. Leaves the snooze alone. */
  clearSupporterStatus: (hash: string, now: Date) => Promise<void>
  /** Remembers for a day that nothing is known, unless something is. */
  writeNothing: (hash: string, serial: number) => Promise<void>
}
