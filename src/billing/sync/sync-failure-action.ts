import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { retryAfterMs } from '../../platform/jobs/retry.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { BillingCounts } from '../model/metrics-port.ts'
import { isThrottled, temporaryFailure } from '../stripe/shapes/stripe-errors.ts'
import { UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import { type Lease, parkSyncJob, postponeSyncJob } from './lease-store.ts'

export type SyncFailureNeeds = { database: Database; now: Clock; log: Log; count: BillingCounts }

/** A race may violate a constraint once or twice. A violation that repeats is permanent. */
const ATTEMPTS_BEFORE_PARKING = 5

// Bugs and constraint violations (SQLSTATE classes 22 and 23) are permanent: waiting does not help.
const permanentReasonOf = (error: unknown, attempts: number): string | null => {
  if (attempts < ATTEMPTS_BEFORE_PARKING || !(error instanceof Error)) return null
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && /^2[23]...$/.test(code))
    return new UnknownShape('constraint-violated', code).message
  const isBug = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isBug ? new UnknownShape('internal-error', error.name).message : null
}

/** Postpones a sync job after a temporary failure; parks its events after a permanent one. */
export const recordSyncFailure = async (
  { database, now, log, count }: SyncFailureNeeds,
  lease: Lease,
  error: unknown,
): Promise<void> => {
  const reason = error instanceof UnknownShape ? error.message : permanentReasonOf(error, lease.attempts)
  if (reason !== null) {
    log.error('events parked', {
      component: 'sync',
      reason,
      count: lease.waiting.length,
      ...(error instanceof UnknownShape ? {} : errorFields(error)),
    })
    count.synced('parked')
    return parkSyncJob(database, { lease, reason }, now())
  }
  count.synced(isThrottled(error) ? 'throttled' : 'failed')
  log.warn('sync postponed', { component: 'sync', attempt: lease.attempts + 1, ...errorFields(error) })
  const until = new Date(now().getTime() + retryAfterMs(lease.attempts))
  await postponeSyncJob(database, lease, { until, failure: temporaryFailure(error) })
}
