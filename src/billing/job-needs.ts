import type { Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import type { PendingActionNeeds } from './actions/pending-action-job.ts'
import type { ReconcileNeeds } from './maintenance/reconcile-action.ts'
import type { BillingRules } from './model/billing-rules.ts'
import type { BillingCounts } from './model/metrics-port.ts'
import type { ForgetCheckoutReaders } from './status/linked-browser-store.ts'
import type { SuppressionNeeds, WriteSupporterStatus } from './status/publish-status-job.ts'
import type { StripeGateway } from './stripe/stripe-gateway.ts'
import type { Checkouts } from './sync/sync-customer-action.ts'
import type { SyncJobNeeds } from './sync/sync-job.ts'

export type BillingNeeds = {
  database: Database
  /** Stores webhook events, apart from the connections that jobs use. */
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
  /** The name of a new product on Stripe's pages and receipts. */
  productName: string
}

export type JobNeeds = SyncJobNeeds & PendingActionNeeds & SuppressionNeeds & ReconcileNeeds

/** `onRecorded`: a customer was recorded. `onDone`: a pending action was performed. */
type Callbacks = { onRecorded: () => void; onDone: () => void }

/** Collects the functions and settings that the billing jobs share. */
export const jobNeeds = (needs: BillingNeeds, { onRecorded, onDone }: Callbacks): JobNeeds => {
  const { stripe, checkouts } = needs
  return {
    database: needs.database,
    writeSupporterStatus: needs.writeSupporterStatus,
    count: needs.count,
    now: needs.now,
    log: needs.log,
    rules: needs.rules,
    mailLanguage: needs.mailLanguage,
    productName: needs.productName,
    checkouts,
    expireCheckout: checkouts.expire,
    livemode: stripe.livemode,
    listCustomer: stripe.listCustomer,
    listPayment: stripe.listPayment,
    listAccount: stripe.listAccount,
    listEvents: stripe.listEvents,
    retrieveSession: stripe.retrieveSession,
    customerOfInvoice: stripe.customerOfInvoice,
    customerOfCharge: stripe.customerOfCharge,
    cancelSubscription: stripe.cancelSubscription,
    stateOf: stripe.stateOf,
    wasPastDueAt: stripe.wasPastDueAt,
    findChargesSince: stripe.findChargesSince,
    voidOpenInvoices: stripe.voidOpenInvoices,
    refundCharge: stripe.refundCharge,
    changePlan: stripe.changePlan,
    pauseCharges: stripe.pauseCharges,
    resumeCharges: stripe.resumeCharges,
    onRecorded,
    onDone,
  }
}
