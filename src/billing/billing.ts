import type { Router } from 'express'
import type { Transaction } from '../platform/database/database.ts'
import type { Repeating } from '../platform/jobs/repeat.ts'
import { recordCancelReason } from './actions/cancel-reason-store.ts'
import { pendingActionJob } from './actions/pending-action-job.ts'
import { type ChangePlan, type RequestCancellation, recordPlanChange } from './actions/plan-change-store.ts'
import { type BillingNeeds, type JobNeeds, jobNeeds } from './job-needs.ts'
import { renewalNoticeJob } from './mails/renewal-notice-job.ts'
import { drain, type RebuildResult, rebuild } from './maintenance/drain-action.ts'
import { catchUpEvents, scanAccount } from './maintenance/reconcile-action.ts'
import { reconcileJob } from './maintenance/reconcile-job.ts'
import { recordAction } from './record/supporter-record-store.ts'
import { lockSupporter } from './record/supporter-store.ts'
import { type LinkedBrowsers, linkedBrowsers } from './status/linked-browser-store.ts'
import { publishStatuses, publishStatusJob } from './status/publish-status-job.ts'
import { API_VERSION } from './stripe/shapes/api-version.ts'
import { refoldSupporter } from './sync/refold-supporter-action.ts'
import { syncJobs } from './sync/sync-job.ts'
import { storeInBatches } from './webhooks/store-events-action.ts'
import { isRecorded, scheduleSync } from './webhooks/webhook-event-store.ts'
import { webhookRoutes } from './webhooks/webhook-routes.ts'

export type Billing = {
  webhooks: Router
  jobs: readonly Repeating[]
  /** Syncs a customer that changed without an event. Resolves once it is recorded, or after a short wait. */
  syncNow: (customerId: string) => Promise<void>
  /** Wakes the sync jobs: for work that no event announced. */
  wake: () => void
  requestCancellation: RequestCancellation
  recordCancelReason: typeof recordCancelReason
  changePlan: ChangePlan
  /** Derives a supporter's movements and status from the facts that belong to the supporter now. */
  refold: (transaction: Transaction, supporterId: string) => Promise<void>
  wakePendingActions: () => void
  /** Publishes supporter statuses to browsers at once, which the job does within a second. */
  publishStatusesToStore: () => Promise<void>
  /** The browsers that are linked to supporters. */
  browsers: LinkedBrowsers
  work: BillingWork
}

/** The work of the jobs, done at once for an operator. */
export type BillingWork = {
  /** Finds missed events, scans the account and records every difference. */
  reconcile: () => Promise<{ missed: number; looked: number; drifted: number; fetched: number }>
  rebuild: (isDryRun: boolean) => Promise<RebuildResult>
  /** Performs everything that is due. Resolves to the number of fetched customers. */
  drain: () => Promise<number>
}

/** Wires the routes and jobs of billing to one another. */
export const assembleBilling = (needs: BillingNeeds): Billing => {
  const { intakeDatabase, checkouts, stripe, count, now, log } = needs
  const jobs = wireJobs(needs)
  const store = storeInBatches(intakeDatabase)
  return {
    webhooks: webhookRoutes({
      verify: stripe.verify,
      store: (event, bodyHash) => store({ event, arrival: { by: 'webhook', bodyHash }, at: now() }),
      wakeSync: jobs.wakeSync,
      apiVersion: API_VERSION,
      count,
      log,
    }),
    jobs: jobs.all,
    syncNow: (customerId) => syncNow(jobs.needs, customerId, jobs.wakeSync),
    wake: jobs.wakeSync,
    wakePendingActions: jobs.wakePendingActions,
    requestCancellation: (transaction, { subscriptionId, cause }, at) =>
      recordAction(
        transaction,
        {
          kind: 'cancel',
          subscriptionId,
          cause,
          otherSubscriptionId: null,
          dueAt: at,
          isAskedAgain: true,
        },
        at,
      ),
    recordCancelReason,
    changePlan: async (transaction, change, at) => {
      await recordPlanChange(transaction, change, at)
    },
    refold: async (transaction, supporterId) => {
      const supporter = await lockSupporter(transaction, supporterId)
      const snapshot = { subscriptions: [], fetchedAt: now() }
      await refoldSupporter(transaction, jobs.needs, { supporter, snapshot })
    },
    publishStatusesToStore: async () => {
      await publishStatuses(jobs.needs)
    },
    browsers: linkedBrowsers(checkouts.forgetReaders),
    work: billingWork(needs),
  }
}

type Jobs = {
  needs: JobNeeds
  all: readonly Repeating[]
  wakeSync: () => void
  wakePendingActions: () => void
}

// The jobs wake each other: a sync finds actions to perform, and an action leaves something to sync.
const wireJobs = (billing: BillingNeeds): Jobs => {
  const wakeSync = () => {
    for (const job of syncing) job.wake()
  }
  const onRecorded = () => {
    publishing.wake()
    performing.wake()
  }
  const needs = jobNeeds(billing, { onRecorded, onDone: wakeSync })
  const publishing = publishStatusJob(needs)
  const performing = pendingActionJob(needs)
  const syncing = syncJobs(needs)
  const { database, listEvents, listAccount, livemode, count, now, log } = needs
  const reconciling = reconcileJob({
    database,
    listEvents,
    listAccount,
    livemode,
    count,
    now,
    log,
    onFound: wakeSync,
  })
  return {
    needs,
    all: [...syncing, publishing, performing, reconciling, renewalNoticeJob(needs)],
    wakeSync,
    wakePendingActions: performing.wake,
  }
}

const billingWork = (needs: BillingNeeds): BillingWork => {
  // Drains in its own loop, so there is nothing to wake.
  const jobs = jobNeeds(needs, { onRecorded: () => {}, onDone: () => {} })
  return {
    reconcile: async () => {
      const missed = await catchUpEvents(jobs)
      const { looked, drifted } = await scanAccount(jobs)
      return { missed, looked, drifted, fetched: await drain(jobs) }
    },
    rebuild: (isDryRun) => rebuild(jobs, isDryRun),
    drain: () => drain(jobs),
  }
}

const PATIENCE_MS = 1_500
const CHECK_EVERY_MS = 50

const syncNow = async ({ database, now }: JobNeeds, customerId: string, wake: () => void): Promise<void> => {
  // Due before everything else, because a reader waits for it.
  await scheduleSync(database, customerId, new Date(0))
  wake()
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += CHECK_EVERY_MS) {
    if (await isRecorded(database, customerId, now())) return
    await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS))
  }
}
