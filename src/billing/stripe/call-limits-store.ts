import { type Admission, admitBy, type Pace, paceBy } from '../../platform/pace.ts'
import type { RedisClient } from '../../platform/redis.ts'
import { budget } from '../../web/limits/rate-limit.ts'

// Stripe allows 25 calls a second to one endpoint, and 100 to all in live mode or 25 in test mode. Jobs and
// readers have shares of their own, so that a flood of requests cannot stop the jobs.
const CALLS_PER_SECOND = {
  jobs: { endpoint: 15, live: 80, test: 20 },
  readers: { endpoint: 10, live: 20, test: 5 },
} as const

type Mode = 'live' | 'test'

/**
 * Limits background calls to Stripe. Processes on one Redis share the limit; without Redis each has its own.
 */
export const backgroundPace = (redis: RedisClient | null, mode: Mode): Pace => {
  const { endpoint, [mode]: whole } = CALLS_PER_SECOND.jobs
  return paceBy({
    endpoint: budget(redis, { name: 'stripe-calls', points: endpoint, seconds: 1 }),
    whole: budget(redis, { name: 'stripe-account', points: whole, seconds: 1 }),
  })
}

/** Limits calls to Stripe that a reader's request makes, shared in the same way. */
export const readerAdmission = (redis: RedisClient | null, mode: Mode): Admission => {
  const { endpoint, [mode]: whole } = CALLS_PER_SECOND.readers
  return admitBy({
    endpoint: budget(redis, { name: 'stripe-reader-calls', points: endpoint, seconds: 1 }),
    whole: budget(redis, { name: 'stripe-reader-account', points: whole, seconds: 1 }),
  })
}
