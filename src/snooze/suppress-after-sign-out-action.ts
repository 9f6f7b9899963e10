import { type Clock, DAY_MS } from '../platform/clock.ts'
import type { SnoozeStore } from './snooze-store.ts'

const YEAR_MS = 365 * DAY_MS

/** Returns until when appeals are suppressed in a browser that signs out. */
export const suppressedAfterSignOut = (now: Date): Date => new Date(now.getTime() + YEAR_MS)

/** Suppresses appeals under a hash, in hex. Resolves to the serial of the entry. */
export type SuppressAfterSignOut = (hash: string) => Promise<number>

type Needs = { store: SnoozeStore; now: Clock }

/**
 * Suppresses appeals in a browser for a year, as a snooze does: nothing there tells that a supporter was signed in. A
 * longer snooze stays. Rejects if the store is unavailable.
 */
export const suppressAfterSignOut =
  ({ store, now }: Needs): SuppressAfterSignOut =>
  async (hash) => {
    const at = now()
    const entry = await store.find(hash)
    const serial = (entry?.serial ?? 0) + 1
    const year = suppressedAfterSignOut(at)
    const until = entry?.snoozedUntil && entry.snoozedUntil > year ? entry.snoozedUntil : year
    // Without a count it is nobody's reminder.
    await store.writeSnooze(hash, { serial, until, choice: null, times: 0 }, at)
    await store.clearSupporterStatus(hash, at)
    return serial
  }
