import type { Currency } from '../../money/currency.ts'

/** A subscription at Stripe. */
export type SubscriptionFact = {
  id: string
  customerId: string
  /** Our checkout, from the metadata; null if the subscription was not started by us. */
  checkoutId: string | null
  status: string
  currency: Currency
  startedAt: Date
  cancelAt: Date | null
  endedAt: Date | null
  /** Stripe's `cancellation_details.reason`. */
  cancellationReason: string | null
  isPaused: boolean
  /** The time when Stripe will resume collection by itself. */
  resumesAt: Date | null
}

/** The next charge of a subscription with a single price. */
export type PlanFact = {
  /** Minor units of the subscription's currency per charge. */
  amount: number
  interval: string
  intervalCount: number
  periodEnd: Date
  /** Stripe's billing cycle anchor. */
  anchoredAt: Date
}

/** A subscription as Stripe lists it. `plan` is null if it has no single price. */
export type ListedSubscription = SubscriptionFact & { plan: PlanFact | null }

export type InvoiceFact = {
  id: string
  customerId: string
  subscriptionId: string | null
  status: string
  currency: Currency
  amountPaid: number
  /** Recurring amount for a year in minor units; null if no line recurs. */
  annualAmount: number | null
  /** End of the billed period. */
  periodEnd: Date
  createdAt: Date
  finalizedAt: Date | null
  paidAt: Date | null
  voidedAt: Date | null
  /** Stripe's collection attempts so far. */
  attempts: number
  nextAttemptAt: Date | null
  paymentIntentIds: string[]
}

export type ChargeFact = {
  id: string
  /** Null if the payment has no customer. */
  customerId: string | null
  paymentIntentId: string | null
  checkoutId: string | null
  status: string
  currency: Currency
  amount: number
  createdAt: Date
  /** Stripe's decline or failure code. */
  failureCode: string | null
  isDisputed: boolean
  settlement: Settlement | null
  /** Set if the charge failed after it was settled. */
  failureSettlement: Settlement | null
  refunds: RefundFact[]
  disputes: DisputeFact[]
}

export type RefundFact = {
  id: string
  chargeId: string
  status: string
  currency: Currency
  amount: number
  reason: string | null
  createdAt: Date
  settlement: Settlement | null
  /** Set if the bank sent the refunded money back. */
  failureSettlement: Settlement | null
}

export type DisputeFact = {
  id: string
  chargeId: string
  status: string
  reason: string
  currency: Currency
  amount: number
  createdAt: Date
  /** Withdrawals and reinstatements, in order. */
  settlements: Settlement[]
}

/** Stripe's balance transaction: an amount as it reached the newsroom's account. */
export type Settlement = {
  id: string
  currency: Currency
  amount: number
  fee: number
  net: number
  /** Decimal text; null if nothing was converted. */
  exchangeRate: string | null
  createdAt: Date
  /** The time from which Stripe pays it out. */
  availableAt: Date
}

export type SessionFact = {
  id: string
  checkoutId: string | null
  customerId: string | null
  status: 'open' | 'complete' | 'expired'
  paid: boolean
  url: string | null
  expiresAt: Date
}

/** Everything of one customer at Stripe that belongs to us. */
export type CustomerFacts = {
  customerId: string
  subscriptions: ListedSubscription[]
  invoices: InvoiceFact[]
  charges: ChargeFact[]
  sessions: SessionFact[]
}

/** A period without collection. */
export type PauseFact = {
  subscriptionId: string
  pausedAt: Date
  resumedAt: Date | null
  resumesAt: Date | null
}

export type ActionKind = 'pause' | 'resume' | 'cancel' | 'duplicate' | 'replacement'
export type CancellationCause = 'chosen' | 'dispute' | 'staff' | 'stopped' | 'replaced'

/** An action of ours on a subscription. */
export type ActionFact = {
  subscriptionId: string
  kind: ActionKind
  cause: CancellationCause | null
  otherSubscriptionId: string | null
  createdAt: Date
}
