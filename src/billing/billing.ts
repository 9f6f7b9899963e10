import type { Router } from 'express'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Repeating } from '../platform/repeat.ts'
import { inboxJob } from './inbox-job.ts'
import { isRecorded, storeEvent, wakeUnit } from './inbox-store.ts'
import { quietOutboxJob, type WriteStanding } from './quiet-outbox-job.ts'
import type { StripeGateway } from './stripe-gateway.ts'
import type { Checkouts } from './sync-customer-action.ts'
import { webhookRoutes } from './webhook-routes.ts'

export type Billing = {
  webhooks: Router
  startJobs: () => Repeating[]
  /** Something was learnt of a customer otherwise than by an event. Resolves once it is recorded, or after a moment. */
  recordNow: (customerId: string) => Promise<void>
}

type Needs = {
  database: Database
  intakeDatabase: Database
  stripe: StripeGateway
  checkouts: Checkouts & { expire: (transaction: Transaction, id: string) => Promise<void> }
  writeStanding: WriteStanding
  now: Clock
  log: Log
  retryDays: number
}

const PATIENCE_MS = 1_500
const LOOK_AGAIN_MS = 50

/** Webhooks in, record out: the feature's routes and jobs, wired to one another. */
export const assembleBilling = (needs: Needs): Billing => {
  const { database, intakeDatabase, stripe, checkouts, writeStanding, now, log, retryDays } = needs
  let wake = () => {}
  return {
    webhooks: webhookRoutes({
      verify: stripe.verify,
      store: (event, bodyHash) => storeEvent(intakeDatabase, event, bodyHash, now()),
      wake: () => wake(),
      log,
    }),
    startJobs: () => {
      const { listCustomer, retrieveSession, customerOfInvoicePayment } = stripe
      const quiet = quietOutboxJob({ database, now, log, writeStanding })
      const inbox = inboxJob({
        onRecorded: quiet.wake,
        database,
        now,
        log,
        retryDays,
        checkouts,
        expireCheckout: checkouts.expire,
        listCustomer,
        retrieveSession,
        customerOfInvoicePayment,
      })
      wake = inbox.wake
      return [inbox, quiet]
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
