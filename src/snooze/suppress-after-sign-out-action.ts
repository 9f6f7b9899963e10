import type { Clock } from '../platform/clock.ts'
import type { SnoozeStore } from './snooze-store.ts'

/** Suppresses appeals under a hash, in hex. Resolves to the serial of the entry. */
export type SuppressAfterSignOut = (hash: string, until: Date) => Promise<number>

type Needs = { store: SnoozeStore; now: Clock }

/**
 * Suppresses appeals in a browser as a snooze does: nothing there tells that a supporter was signed in. A longer snooze
 * stays. Rejects if the store is unavailable.
 */
export const suppressAfterSignOut =
  ({ store, now }: Needs): SuppressAfterSignOut =>
  async (hash, until) => {
    const entry = await store.find(hash)
    const serial = (entry?.serial ?? 0) + 1
    const latest = entry?.snoozedUntil && entry.snoozedUntil > until ? entry.snoozedUntil : until
    await store.writeSnooze(hash, { serial, until: latest, choice: null, times: entry?.times ?? 0 }, now())
    await store.clearSupporterStatus(hash, now())
    return serial
  }
