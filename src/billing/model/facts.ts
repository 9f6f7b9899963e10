import type { Currency } from '../../money/currency.ts'

/** What Stripe has told us of one subscription. */
export type SubscriptionFact = {
  id: string
  customerId: string
  /** Our checkout, from the metadata we put there; null when we did not start it. */
  checkoutId: string | null
  status: string
  currency: Currency
  startedAt: Date
  cancelAt: Date | null
  endedAt: Date | null
  /** Stripe's word for why it ended. */
  cancellationReason: string | null
  isPaused: boolean
  /** The day on which Stripe will end the pause by itself. */
  resumesAt: Date | null
}

/** What a contribution charges next; null where it has no single price. */
export type PlanFact = {
  /** Minor units of the contribution's currency, each time. */
  amount: number
  interval: string
  intervalCount: number
  periodEnd: Date
  /** What Stripe counts its days of charging from. */
  anchoredAt: Date
}

/** A subscription as Stripe lists it. */
export type ListedSubscription = SubscriptionFact & { plan: PlanFact | null }

export type InvoiceFact = {
  id: string
  customerId: string
  subscriptionId: string | null
  status: string
  currency: Currency
  amountPaid: number
  /** The recurring amount for a year in minor units; null when nothing on it recurs. */
  annualAmount: number | null
  /** End of the period that was paid for. */
  periodEnd: Date
  createdAt: Date
  finalizedAt: Date | null
  paidAt: Date | null
  voidedAt: Date | null
  /** How often Stripe has tried to collect it, and when it tries again. */
  attempts: number
  nextAttemptAt: Date | null
  paymentIntentIds: string[]
}

export type ChargeFact = {
  id: string
  /** null: a payment of ours that no customer was made for. */
  customerId: string | null
  paymentIntentId: string | null
  checkoutId: string | null
  status: string
  currency: Currency
  amount: number
  createdAt: Date
  /** Stripe's code for why it failed. */
  failureCode: string | null
  isDisputed: boolean
  settlement: Settlement | null
  /** The money of a charge that failed after it had been settled. */
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
  /** The bank sent the money back. */
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
  /** What took the money, what gave it back, and so on. */
  settlements: Settlement[]
}

/** A balance transaction: what an amount became in the newsroom's account. */
export type Settlement = {
  id: string
  currency: Currency
  amount: number
  fee: number
  net: number
  /** As Stripe gives it, in decimal text; null where nothing was converted. */
  exchangeRate: string | null
  createdAt: Date
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

/** Everything of ours that Stripe lists for one customer. */
export type CustomerFacts = {
  customerId: string
  subscriptions: ListedSubscription[]
  invoices: InvoiceFact[]
  charges: ChargeFact[]
  sessions: SessionFact[]
}

/** A time during which nothing was to be collected. */
export type PauseFact = {
  subscriptionId: string
  pausedAt: Date
  resumedAt: Date | null
  resumesAt: Date | null
}

export type ActionKind = 'pause' | 'resume' | 'cancel' | 'duplicate' | 'replacement'
export type CancellationCause = 'chosen' | 'dispute' | 'staff' | 'stopped' | 'replaced'

/** What we did to a contribution ourselves. */
export type ActionFact = {
  subscriptionId: string
  kind: ActionKind
  cause: CancellationCause | null
  otherSubscriptionId: string | null
  createdAt: Date
}
