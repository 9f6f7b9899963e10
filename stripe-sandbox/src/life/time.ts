import type { State } from '../state.ts'

export type SandboxTime = {
  /** Milliseconds. Ahead of the machine by what the clock has been advanced. */
  now: () => number
  seconds: () => number
  offsetMs: () => number
  /** Runs `work` as though it were `at` (ms): things that fell due while the clock jumped happen on their day. */
  as: <T>(at: number, work: () => T) => T
  advance: (ms: number) => void
}

export const sandboxTime = (state: State): SandboxTime => {
  let pretended: number | null = null
  const offsetMs = () => Number(state.get('setting', 'offsetMs') ?? 0)
  const now = () => pretended ?? Date.now() + offsetMs()
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    offsetMs,
    as: (at, work) => {
      const outer = pretended
      pretended = at
      try {
        return work()
      } finally {
        pretended = outer
      }
    },
    advance: (ms) => state.commit(() => state.put('setting', 'offsetMs', offsetMs() + ms)),
  }
}

export type Interval = 'day' | 'week' | 'month' | 'year'

/** `seconds` one month or year later: on the anchor's day, or the month's last if it is shorter. UTC, as Stripe's. */
export const addInterval = (anchor: number, interval: Interval, count: number): number => {
  if (interval === 'day' || interval === 'week') return anchor + count * (interval === 'day' ? 1 : 7) * 86_400
  const start = new Date(anchor * 1000)
  const months = interval === 'year' ? count * 12 : count
  const firstOfMonth = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1)
  const month = new Date(firstOfMonth)
  const lastDay = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate()
  const timeOfDay = anchor - Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()) / 1000
  const day = Math.min(start.getUTCDate(), lastDay)
  return Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), day) / 1000 + timeOfDay
}
