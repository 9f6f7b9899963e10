import type { InvoiceFact, SubscriptionFact } from '../../../src/billing/model/facts.ts'

/** The given number of days after 1 January 2026. */
export const day = (count: number): Date => new Date(Date.UTC(2026, 0, 1 + count))

/** Builds an active subscription of our own that started on day `on`. */
export const subscriptionFact = (
  id: string,
  on: number,
  more: Partial<SubscriptionFact> = {},
): SubscriptionFact => ({
  id,
  customerId: 'cus_1',
  checkoutId: `checkout of ${id}`,
  status: 'active',
  currency: 'USD',
  startedAt: day(on),
  cancelAt: null,
  endedAt: null,
  cancellationReason: null,
  isPaused: false,
  resumesAt: null,
  ...more,
})

/** Builds an invoice over $5 a month that was finalized and paid on day `on`. */
export const invoiceFact = (
  subscriptionId: string,
  on: number,
  more: Partial<InvoiceFact> = {},
): InvoiceFact => ({
  id: `in_${subscriptionId}_${on}`,
  customerId: 'cus_1',
  subscriptionId,
  status: 'paid',
  currency: 'USD',
  amountPaid: 500,
  annualAmount: 6_000,
  periodEnd: day(on + 30),
  createdAt: day(on),
  finalizedAt: day(on),
  paidAt: day(on),
  voidedAt: null,
  paymentIntentIds: [],
  attempts: 1,
  nextAttemptAt: null,
  ...more,
})
