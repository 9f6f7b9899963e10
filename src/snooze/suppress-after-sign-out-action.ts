import { type Clock, DAY_MS } from '../platform/clock.ts'
import type { SnoozeStore } from './snooze-store.ts'

const YEAR_MS = 365 * DAY_MS

export type SuppressAfterSignOut = (hash: string) => Promise<{ serial: number; suppressedUntil: Date }>

type Needs = { store: SnoozeStore; now: Clock }

/**
 * Suppresses appeals in a browser for a year, as a snooze: nothing there tells that a supporter was signed in. Rejects if
 * the store is unavailable.
 */
export const suppressAfterSignOut =
  ({ store, now }: Needs): SuppressAfterSignOut =>
  async (hash) => {
    const at = now()
    const entry = await store.find(hash)
    const serial = (entry?.serial ?? 0) + 1
    const year = new Date(at.getTime() + YEAR_MS)
    const until = entry?.snoozedUntil && entry.snoozedUntil > year ? entry.snoozedUntil : year
    await store.writeSnooze(hash, { serial, until, choice: null, times: entry?.times ?? 0 }, at)
    await store.clearSupporterStatus(hash, at)
    return { serial, suppressedUntil: until }
  }
