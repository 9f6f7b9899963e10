import { type Pace, paceBy } from '../../platform/pace.ts'
import type { RedisClient } from '../../platform/redis.ts'
import { budget } from '../../web/rate-limit.ts'

/**
 * Background calls to one endpoint a second. Stripe allows 25; the rest is left for requests from readers.
 */
const ENDPOINT_CALLS_PER_SECOND = 15
/** Background calls to all endpoints a second. Stripe allows 100 in live mode and 25 in test mode. */
const ACCOUNT_CALLS_PER_SECOND = { live: 80, test: 20 } as const

/**
 * Limits background calls to Stripe. Processes on one Redis share the limit; without Redis each has its own.
 */
export const backgroundPace = (
  redis: RedisClient | null,
  mode: keyof typeof ACCOUNT_CALLS_PER_SECOND,
): Pace =>
  paceBy({
    endpoint: budget(redis, { name: 'stripe-calls', points: ENDPOINT_CALLS_PER_SECOND, seconds: 1 }),
    whole: budget(redis, { name: 'stripe-account', points: ACCOUNT_CALLS_PER_SECOND[mode], seconds: 1 }),
  })
