import type { Router } from 'express'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Repeating } from '../platform/repeat.ts'
import type { BillingCounts } from './counts.ts'
import { inboxJobs } from './inbox-job.ts'
import { isRecorded, storeEvent, wakeUnit } from './inbox-store.ts'
import { owedActionJob } from './owed-action-job.ts'
import { quietOutboxJob, type WriteStanding } from './quiet-outbox-job.ts'
import { reconcileJob } from './reconcile-job.ts'
import type { BillingRules } from './rules.ts'
import { API_VERSION, type StripeGateway } from './stripe-gateway.ts'
import type { Checkouts } from './sync-customer-action.ts'
import { webhookRoutes } from './webhook-routes.ts'

export type Billing = {
  webhooks: Router
  startJobs: () => Repeating[]
  /** Something was learnt of a customer otherwise than by an event. Resolves once it is recorded, or after a moment. */
  recordNow: (customerId: string) => Promise<void>
  /** There may be work that no event told of. */
  wake: () => void
}

type Needs = {
  database: Database
  intakeDatabase: Database
  stripe: StripeGateway
  checkouts: Checkouts & { expire: (transaction: Transaction, id: string) => Promise<void> }
  writeStanding: WriteStanding
  count: BillingCounts
  now: Clock
  log: Log
  rules: BillingRules
}

const PATIENCE_MS = 1_500
const LOOK_AGAIN_MS = 50

/** Webhooks in, record out: the feature's routes and jobs, wired to one another. */
export const assembleBilling = (needs: Needs): Billing => {
  const { database, intakeDatabase, stripe, checkouts, writeStanding, count, now, log, rules } = needs
  let wake = () => {}
  return {
    wake: () => wake(),
    webhooks: webhookRoutes({
      verify: stripe.verify,
      store: (event, bodyHash) => storeEvent(intakeDatabase, event, { by: 'webhook', bodyHash }, now()),
      wake: () => wake(),
      apiVersion: API_VERSION,
      count,
      log,
    }),
    startJobs: () => {
      const quiet = quietOutboxJob({ database, now, log, writeStanding })
      const shared = { database, count, now, log, rules, checkouts, ...stripe }
      const inbox = inboxJobs({
        ...shared,
        onRecorded: () => {
          quiet.wake()
          owed.wake()
        },
        expireCheckout: checkouts.expire,
      })
      wake = () => {
        for (const lane of inbox) lane.wake()
      }
      const owed = owedActionJob({ ...shared, onDone: wake })
      return [...inbox, quiet, owed, reconcileJob({ ...shared, onFound: wake })]
    },
    recordNow: async (customerId) => {
      await wakeUnit(database, customerId, now())
      wake()
      for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_AGAIN_MS) {
        if (await isRecorded(database, customerId, now())) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      }
    },
  }
}
