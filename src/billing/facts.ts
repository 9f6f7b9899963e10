import type { Currency } from '../money/currency.ts'

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
  endReason: string | null
}

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
  paymentIntentIds: string[]
}

export type ChargeFact = {
  id: string
  customerId: string
  paymentIntentId: string | null
  checkoutId: string | null
  status: string
  currency: Currency
  amount: number
  createdAt: Date
  settlement: Settlement | null
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
  /** Our checkout, null when the session is not ours. */
  checkoutId: string | null
  customerId: string | null
  status: 'open' | 'complete' | 'expired'
  paid: boolean
  /** Where it can be paid; null once it is closed. */
  url: string | null
  expiresAt: Date
}

/** What is ours of a Stripe customer. */
export type CustomerFacts = {
  customerId: string
  subscriptions: SubscriptionFact[]
  invoices: InvoiceFact[]
  charges: ChargeFact[]
  sessions: SessionFact[]
}
