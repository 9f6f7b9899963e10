import type { Router } from 'express'
import type { Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import type { Repeating } from '../platform/repeat.ts'
import { recordCancelReason } from './actions/cancel-reason-store.ts'
import { pendingActionJob } from './actions/pending-action-job.ts'
import { type RequestCancellation, recordPlanChange } from './actions/plan-change-store.ts'
import { renewalNoticeJob } from './mails/renewal-notice-job.ts'
import { drain, type RebuildResult, rebuild } from './maintenance/drain-action.ts'
import { catchUpEvents, scanAccount } from './maintenance/reconcile-action.ts'
import { reconcileJob } from './maintenance/reconcile-job.ts'
import type { BillingRules } from './model/billing-rules.ts'
import type { BillingCounts } from './model/metrics-port.ts'
import type { PlanChange } from './model/plan-change.ts'
import { recordAction } from './record/supporter-record-store.ts'
import { lockSupporter } from './record/supporter-store.ts'
import {
  type ForgetCheckoutReaders,
  type LinkedBrowsers,
  linkedBrowsers,
} from './status/linked-browser-store.ts'
import { publishStatuses, publishStatusJob, type WriteSupporterStatus } from './status/publish-status-job.ts'
import { API_VERSION } from './stripe/shapes/api-version.ts'
import type { StripeGateway } from './stripe/stripe-gateway.ts'
import { refoldSupporter } from './sync/refold-supporter-action.ts'
import type { Checkouts } from './sync/sync-customer-action.ts'
import { syncJobs } from './sync/sync-job.ts'
import { intake } from './webhooks/store-events-action.ts'
import { isRecorded, scheduleSync } from './webhooks/webhook-event-store.ts'
import { webhookRoutes } from './webhooks/webhook-routes.ts'

export type Billing = {
  webhooks: Router
  jobs: readonly Repeating[]
  /** Something was learnt of a customer otherwise than by an event. Resolves once it is recorded, or after a moment. */
  syncNow: (customerId: string) => Promise<void>
  /** There may be work that no event told of. */
  wake: () => void
  /** Its giver, or staff, end a contribution: written down in this transaction, called for once it is committed. */
  requestCancellation: RequestCancellation
  recordCancelReason: typeof recordCancelReason
  /** Its giver changes a contribution: written down, and called for, in the same way. */
  changePlan: (
    transaction: Transaction,
    subscriptionId: string,
    planChange: PlanChange,
    now: Date,
  ) => Promise<void>
  /** A supporter's movements and standing, made anew from the facts that are theirs now. */
  refold: (transaction: Transaction, supporterId: string) => Promise<void>
  /** There may be calls to make. */
  wakePendingActions: () => void
  /** Tells browsers at once what the jobs would tell them within a second. */
  publishStatusesToStore: () => Promise<void>
  /** The browsers that are linked to supporters. */
  browsers: LinkedBrowsers
  work: BillingWork
}

/** What the jobs do by themselves and an operator may have done at once. */
export type BillingWork = {
  /** Asks Stripe what it told us, looks through the account, and enters whatever differed. */
  reconcile: () => Promise<{ missed: number; looked: number; drifted: number; fetched: number }>
  rebuild: (isDryRun: boolean) => Promise<RebuildResult>
  /** Fetches whatever is due. */
  drain: () => Promise<number>
}

type Needs = {
  database: Database
  intakeDatabase: Database
  stripe: StripeGateway
  checkouts: Checkouts & {
    expire: (transaction: Transaction, id: string) => Promise<void>
    forgetReaders: ForgetCheckoutReaders
  }
  writeSupporterStatus: WriteSupporterStatus
  count: BillingCounts
  now: Clock
  log: Log
  rules: BillingRules
  mailLanguage: Language
  /** What Stripe's page and receipts call a product that has to be made. */
  productName: string
}

const PATIENCE_MS = 1_500
const LOOK_AGAIN_MS = 50

/** Webhooks in, record out: the feature's routes and jobs, wired to one another. */
export const assembleBilling = (needs: Needs): Billing => {
  const { intakeDatabase, stripe, checkouts, ...common } = needs
  const { database, count, now, log } = common
  const shared = { ...stripe, ...common, checkouts, expireCheckout: checkouts.expire }
  const store = intake(intakeDatabase)
  const byHand = { ...shared, onRecorded: () => {}, onDone: () => {} }
  const publishing = publishStatusJob(shared)
  const syncing = syncJobs({
    ...shared,
    onRecorded: () => {
      publishing.wake()
      calling.wake()
    },
  })
  const wake = () => {
    for (const job of syncing) job.wake()
  }
  const calling = pendingActionJob({ ...shared, onDone: wake })
  const reconciling = reconcileJob({ ...shared, onFound: wake })
  return {
    wake,
    requestCancellation: (transaction, subscriptionId, cause, at) => {
      const action = { kind: 'cancel', cause, otherSubscriptionId: null, isAskedAgain: true } as const
      return recordAction(transaction, { ...action, subscriptionId, dueAt: at }, at)
    },
    recordCancelReason,
    changePlan: async (transaction, subscriptionId, choice, at) => {
      await recordPlanChange(transaction, subscriptionId, choice, at)
    },
    refold: async (transaction, supporterId) => {
      const supporter = await lockSupporter(transaction, supporterId)
      const shown = { subscriptions: [], fetchedAt: now() }
      await refoldSupporter(shared, transaction, { supporter, shown })
    },
    wakePendingActions: calling.wake,
    publishStatusesToStore: async () => {
      await publishStatuses(shared)
    },
    browsers: linkedBrowsers(checkouts.forgetReaders),
    webhooks: webhookRoutes({
      verify: stripe.verify,
      store: (event, bodyHash) => store({ event, arrival: { by: 'webhook', bodyHash }, at: now() }),
      wake,
      apiVersion: API_VERSION,
      count,
      log,
    }),
    jobs: [...syncing, publishing, calling, reconciling, renewalNoticeJob(shared)],
    work: {
      reconcile: async () => {
        const missed = await catchUpEvents(shared)
        const swept = await scanAccount(shared)
        return { missed, ...swept, fetched: await drain(byHand) }
      },
      rebuild: (isDryRun) => rebuild(shared, isDryRun),
      drain: () => drain(byHand),
    },
    syncNow: async (customerId) => {
      // A reader waits for it: before all that is due.
      await scheduleSync(database, customerId, new Date(0))
      wake()
      for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_AGAIN_MS) {
        if (await isRecorded(database, customerId, now())) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      }
    },
  }
}
