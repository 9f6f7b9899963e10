import { type Clock, MINUTE_MS } from '../platform/clock.ts'
import type { SnoozeStore } from './snooze-store.ts'

/**
 * Knows no counts of capped appeals for a minute after one could not be written. A Redis that is full answers and writes
 * nothing: without this every page would ask.
 */
export const carefulSnoozeStore = (store: SnoozeStore, now: Clock): SnoozeStore => {
  let failedAt = Number.NEGATIVE_INFINITY
  const isCareful = () => now().getTime() - failedAt < MINUTE_MS
  return {
    ...store,
    get seenWithoutEntry() {
      return isCareful() ? 'unknown' : store.seenWithoutEntry
    },
    find: async (hash) => {
      const entry = await store.find(hash)
      return entry && isCareful() ? { ...entry, seen: 'unknown' } : entry
    },
    writeSeen: async (hash, seen) => {
      try {
        await store.writeSeen(hash, seen)
      } catch (error) {
        failedAt = now().getTime()
        throw error
      }
    },
  }
}
