import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import type { BillingCounts } from './counts.ts'
import { type Lease, parkUnit, postponeUnit } from './lease-store.ts'
import { retryAfterMs } from './retry.ts'
import { isThrottled, passingFailure } from './stripe-errors.ts'
import { UnknownShape } from './stripe-shapes.ts'

export type GiveBackNeeds = { database: Database; now: Clock; log: Log; count: BillingCounts }

/** What Stripe or the database could not do now is tried again; what nobody can understand is parked. */
export const giveBack = async (
  { database, now, log, count }: GiveBackNeeds,
  lease: Lease,
  error: unknown,
): Promise<void> => {
  if (error instanceof UnknownShape) {
    log.error('events parked', { component: 'inbox', reason: error.message, count: lease.waiting.length })
    count.synced('parked')
    return parkUnit(database, lease, error.message, now())
  }
  count.synced(isThrottled(error) ? 'throttled' : 'failed')
  log.warn('sync put off', { component: 'inbox', attempt: lease.attempts + 1, ...errorFields(error) })
  const until = new Date(now().getTime() + retryAfterMs(lease.attempts))
  await postponeUnit(database, lease, until, passingFailure(error))
}
