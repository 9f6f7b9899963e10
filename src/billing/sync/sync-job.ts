import { randomUUID } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { whileLeased } from '../../platform/database/lease.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { SessionFact } from '../model/facts.ts'
import type { BillingCounts } from '../model/metrics-port.ts'
import { type ResolveNeeds, resolveCustomers } from '../webhooks/resolve-customers-action.ts'
import { type BacklogNeeds, drainBacklog } from './backlog-action.ts'
import { finishSyncJob, hasLease, type Lease, leaseSyncJob, renewLeases } from './lease-store.ts'
import { type SyncNeeds, syncCustomer } from './sync-customer-action.ts'
import { recordSyncFailure } from './sync-failure-action.ts'
import { type PaymentNeeds, syncPayment } from './sync-payment-action.ts'

export type SyncJobNeeds = SyncNeeds &
  BacklogNeeds &
  PaymentNeeds &
  ResolveNeeds & {
    database: Database
    retrieveSession: (id: string) => Promise<SessionFact | null>
    expireCheckout: (transaction: Transaction, id: string) => Promise<void>
    /** Called after each record: supporter statuses and pending actions may have changed. */
    onRecorded: () => void
    count: BillingCounts
    now: Clock
    log: Log
  }

const PAUSE_MS = 500
/** Customers fetched at once by one process: enough to use Stripe's rate limit without exceeding it. */
const LANES = 6
const BACKLOG_CHECK_MS = 10_000

/** Runs the due sync jobs, several at once. Several processes share them by leases. */
export const syncJobs = (needs: SyncJobNeeds): Repeating[] => {
  let isBacklog = false
  const backlog = throttleEmpty(async () => {
    isBacklog = true
    return drainBacklog(needs).finally(() => {
      isBacklog = false
    })
  }, BACKLOG_CHECK_MS)
  return Array.from({ length: LANES }, (_, lane) =>
    repeat({
      pauseMs: PAUSE_MS,
      step: async () => {
        // One page holds a hundred customers for one call, so most lanes leave the rate limit to the backlog.
        if (isBacklog && lane > 1) return false
        if (lane > 0) return syncNext(needs)
        await resolveCustomers(needs)
        return (await backlog()) || syncNext(needs)
      },
      onError: (error) =>
        needs.log.error('the sync job failed', { component: 'sync', ...errorFields(error) }),
    }),
  )
}

/** Skips calls for `pauseMs` of real time after one that found nothing. */
const throttleEmpty = (work: () => Promise<boolean>, pauseMs: number) => {
  let notBefore = 0
  return async (): Promise<boolean> => {
    if (performance.now() < notBefore) return false
    const found = await work()
    if (!found) notBefore = performance.now() + pauseMs
    return found
  }
}

/** Runs the most overdue sync job. Returns false if none is due. */
export const syncNext = async (needs: SyncJobNeeds): Promise<boolean> => {
  const lease = await leaseSyncJob(needs.database, randomUUID(), needs.now())
  if (!lease) return false
  const startedAt = performance.now()
  try {
    await whileLeased(
      () => renewLeases(needs.database, lease.token, needs.now()),
      () => runSyncJob(needs, lease),
    )
    needs.count.synced('done', performance.now() - startedAt)
    needs.onRecorded()
  } catch (error) {
    await recordSyncFailure(needs, lease, error)
  }
  return true
}

const runSyncJob = async (needs: SyncJobNeeds, lease: Lease): Promise<void> => {
  if (lease.syncKey.startsWith('cs_')) return syncSession(needs, lease)
  if (lease.syncKey.startsWith('pi_')) return syncPayment(needs, lease)
  // Every other key is a customer: old accounts have customer ids of their own choice.
  await syncCustomer(needs, lease)
}

/** A session without a customer either expired unpaid or will name its customer in a later event. */
const syncSession = async (needs: SyncJobNeeds, lease: Lease): Promise<void> => {
  const session = await needs.retrieveSession(lease.syncKey)
  await needs.database.inTransaction(async (transaction) => {
    if (!(await hasLease(transaction, lease))) return
    if (session?.checkoutId && session.status === 'expired')
      await needs.expireCheckout(transaction, session.checkoutId)
    await finishSyncJob(transaction, lease, { next: null, scope: 'nothing', now: needs.now() })
  })
}
