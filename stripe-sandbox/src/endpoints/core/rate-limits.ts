/** Stripe's limit for each endpoint. https://docs.stripe.com/rate-limits */
const CALLS_PER_SECOND = 25
// A burst may use the calls of this many seconds, so a person at a keyboard never meets the limit.
const BURST_S = 4

/** Counts and limits calls. A limit of 0 allows all. */
export type Limits = {
  allow: (endpoint: string, nowMs: number, isKeyed: boolean) => boolean
  set: (perEndpoint: number) => void
  /** Counts per endpoint: calls, refused calls, and calls without an idempotency key. */
  counts: () => Record<string, CallCounts>
  reset: () => void
}

type CallCounts = { calls: number; refused: number; unkeyed: number }
type Bucket = { left: number; at: number }

export const openLimits = (perSecond = CALLS_PER_SECOND): Limits => {
  const buckets = new Map<string, Bucket>()
  const countsByEndpoint = new Map<string, CallCounts>()
  let rate = perSecond
  return {
    allow: (endpoint, nowMs, isKeyed) => {
      const count = countsByEndpoint.get(endpoint) ?? { calls: 0, refused: 0, unkeyed: 0 }
      countsByEndpoint.set(endpoint, count)
      count.calls += 1
      if (!isKeyed) count.unkeyed += 1
      if (rate === 0) return true
      const { left, at } = buckets.get(endpoint) ?? { left: rate * BURST_S, at: nowMs }
      const refilled = Math.min(rate * BURST_S, left + ((nowMs - at) / 1000) * rate)
      const isWithin = refilled >= 1
      buckets.set(endpoint, { left: isWithin ? refilled - 1 : refilled, at: nowMs })
      if (!isWithin) count.refused += 1
      return isWithin
    },
    set: (perEndpoint) => {
      rate = perEndpoint
      buckets.clear()
    },
    counts: () => Object.fromEntries(countsByEndpoint),
    reset: () => countsByEndpoint.clear(),
  }
}
