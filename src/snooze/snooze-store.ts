import type { SnoozeChoice } from './lengths/length.ts'
import type { KeptAppeals, SupporterStatus, SuppressionEntry } from './suppression.ts'

export type SnoozeChange = { serial: number; until: Date; choice: SnoozeChoice | null; times: number }
export type SupporterStatusChange = { status: SupporterStatus; until: Date; version: number }

/**
 * Keeps why appeals are suppressed, by the keyed hash of a reader's id in hex.
 * `now` is the application's clock. Entries expire in real time, after a lifetime measured from `now`.
 * Each function rejects if the store is unavailable.
 */
export type SnoozeStore = {
  /** The count of capped appeals of a reader without an entry. `unknown`: this store counts none. */
  seenWithoutEntry: 'unknown' | null
  find: (hash: string) => Promise<SuppressionEntry | null>
  /** Changes only the snooze. Ignored if the entry has a higher serial. */
  writeSnooze: (hash: string, change: SnoozeChange, now: Date) => Promise<void>
  /**
   * Changes only the supporter status, and sets the count of snoozes to zero for a supporter. Ignored unless its version
   * is higher than the entry's.
   */
  writeSupporterStatus: (hash: string, change: SupporterStatusChange, now: Date) => Promise<void>
  /**
   * Removes the supporter status and its version. Keeps the counts of capped appeals, and the snooze, which counts again:
   * a chosen snooze without a count would say that there was a contribution.
   */
  clearSupporterStatus: (hash: string, now: Date) => Promise<void>
  /** Caches for a day that nothing suppresses appeals. Ignored if there is an entry. */
  writeEmptyEntry: (hash: string, serial: number) => Promise<void>
  /**
   * Counts capped appeals, in Redis only. Ignored without an entry. Of two appeals that were shown at once both count.
   * The entry then lives for `keptDays` or longer. A count may be lost, and then a reader is asked once more.
   */
  writeSeen: (hash: string, seen: KeptAppeals) => Promise<void>
  delete: (hash: string) => Promise<void>
}

/**
 * Moves an entry to another hash. Writes before it deletes, so that an interruption loses nothing. What is newer under
 * the new hash wins.
 */
export const moveEntry = async (
  store: SnoozeStore,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<void> => {
  const entry = await store.find(from)
  if (entry === null) return
  const { serial, snoozedUntil, choice, times, status, statusUntil, version, seen } = entry
  if (status && statusUntil)
    await store.writeSupporterStatus(to, { status, until: statusUntil, version }, now)
  // After the status, which sets the count of snoozes to zero.
  if (snoozedUntil) await store.writeSnooze(to, { serial, until: snoozedUntil, choice, times }, now)
  if (seen !== null && seen !== 'unknown') {
    await store.writeEmptyEntry(to, serial)
    await store.writeSeen(to, seen)
  }
  await store.delete(from)
}
