import { type Pace, paceBy } from '../../platform/pace.ts'
import type { RedisClient } from '../../platform/redis.ts'
import { budget } from '../../web/rate-limit.ts'

/** What one endpoint of Stripe is asked in the background each second. Stripe takes 25: readers come first. */
const ENDPOINT_CALLS = 15
/** The same for all endpoints together. Stripe takes 100 of a live account, and 25 in test mode. */
const ACCOUNT_CALLS = { live: 80, test: 20 } as const

/** Holds what all processes on one Redis ask of Stripe in the background; a process without one counts alone. */
export const backgroundPace = (redis: RedisClient | null, mode: keyof typeof ACCOUNT_CALLS): Pace =>
  paceBy({
    endpoint: budget(redis, { name: 'stripe-calls', points: ENDPOINT_CALLS, seconds: 1 }),
    whole: budget(redis, { name: 'stripe-account', points: ACCOUNT_CALLS[mode], seconds: 1 }),
  })
