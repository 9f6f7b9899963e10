import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { retryAfterMs } from '../../platform/retry.ts'
import type { BillingCounts } from '../model/metrics-port.ts'
import { isThrottled, temporaryFailure } from '../stripe/shapes/stripe-errors.ts'
import { UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import { type Lease, parkSyncJob, postponeSyncJob } from './lease-store.ts'

export type SyncFailureNeeds = { database: Database; now: Clock; log: Log; count: BillingCounts }

/** Two that race may meet a rule of the database once or twice; who meets it again and again does so for ever. */
const TRIES = 5

// A mistake of ours, or facts that a rule of the database forbids (classes 22 and 23): nobody mends it by waiting.
const mistakeIn = (error: unknown, attempts: number): string | null => {
  if (attempts < TRIES || !(error instanceof Error)) return null
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && /^2[23]...$/.test(code))
    return new UnknownShape('constraint-violated', code).message
  const isMistake =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isMistake ? new UnknownShape('internal-error', error.name).message : null
}

/** What Stripe or the database could not do now is tried again; what nobody can understand is parked. */
export const recordSyncFailure = async (
  { database, now, log, count }: SyncFailureNeeds,
  lease: Lease,
  error: unknown,
): Promise<void> => {
  const reason = error instanceof UnknownShape ? error.message : mistakeIn(error, lease.attempts)
  if (reason !== null) {
    log.error('events parked', {
      ...{ component: 'inbox', reason, count: lease.waiting.length },
      ...(error instanceof UnknownShape ? {} : errorFields(error)),
    })
    count.synced('parked')
    return parkSyncJob(database, lease, reason, now())
  }
  count.synced(isThrottled(error) ? 'throttled' : 'failed')
  log.warn('sync put off', { component: 'inbox', attempt: lease.attempts + 1, ...errorFields(error) })
  const until = new Date(now().getTime() + retryAfterMs(lease.attempts))
  await postponeSyncJob(database, lease, until, temporaryFailure(error))
}
