import type { Stripe } from 'stripe'
import type { AccountPage } from '../stripe/read/account-gateway.ts'
import { checkoutIdIn, planOf } from '../stripe/shapes/stripe-facts.ts'
import { dateOrNull, idOf, paymentOf } from '../stripe/shapes/stripe-shapes.ts'

/** What of an object must stand in our record if it is ours. */
export type ScannedObject = {
  id: string
  customerId: string | null
  /** For what names no customer: the charge it belongs to. */
  chargeId: string | null
  /** The subscription of an invoice; the payment of a charge; what a settlement settles. */
  ownerId: string | null
  /** The checkout of ours that it carries. Others are ours if their owner is. */
  checkoutId: string | null
  isPaused: boolean
  resumesAt: Date | null
  status: string
  endedAt: Date | null
  cancelAt: Date | null
  /** What was paid or moved; of a subscription what it charges next. */
  amount: number | null
  interval: string | null
  intervalCount: number | null
  periodEnd: Date | null
  /** Of an invoice: how often it was tried, and when it is tried again. */
  attempts: number | null
  nextAttemptAt: Date | null
  settlementId: string | null
}

/** A page of the account as what our record is held against. */
export const scannedObjectsOf = (page: AccountPage): ScannedObject[] => {
  switch (page.kind) {
    case 'subscriptions':
      return page.objects.map(subscription)
    case 'invoices':
      return page.objects.map(invoice)
    case 'charges':
      return page.objects.map(charge)
    case 'refunds':
      return page.objects.map(refund)
    case 'disputes':
      return page.objects.map(dispute)
    case 'settlements':
      return page.objects.map(settlement)
    case 'sessions':
      return page.objects.map(session)
  }
}

const NOTHING = {
  ...{ chargeId: null, ownerId: null, checkoutId: null, endedAt: null, cancelAt: null, resumesAt: null },
  ...{ amount: null, settlementId: null, isPaused: false },
  ...{ interval: null, intervalCount: null, periodEnd: null, attempts: null, nextAttemptAt: null },
}
const subscription = (each: Stripe.Subscription): ScannedObject => ({
  ...NOTHING,
  ...chargedNext(each),
  id: each.id,
  customerId: idOf(each.customer),
  checkoutId: checkoutIdIn(each.metadata),
  status: each.status,
  endedAt: dateOrNull(each.ended_at),
  cancelAt: dateOrNull(each.cancel_at),
  isPaused: each.status === 'paused' || each.pause_collection !== null,
  resumesAt: dateOrNull(each.pause_collection?.resumes_at ?? null),
})

const chargedNext = (each: Stripe.Subscription): Partial<ScannedObject> => {
  const plan = planOf(each)
  if (!plan) return {}
  const { anchoredAt: _anchoredAt, ...compared } = plan
  return compared
}

const invoice = (each: Stripe.Invoice): ScannedObject => ({
  ...NOTHING,
  id: each.id ?? '',
  customerId: idOf(each.customer),
  ownerId: idOf(each.parent?.subscription_details?.subscription),
  checkoutId: checkoutIdIn(each.parent?.subscription_details?.metadata),
  status: each.status ?? 'draft',
  amount: each.amount_paid,
  attempts: each.attempt_count,
  nextAttemptAt: dateOrNull(each.next_payment_attempt),
})

const charge = (each: Stripe.Charge): ScannedObject => ({
  ...NOTHING,
  id: each.id,
  customerId: idOf(each.customer) ?? idOf(each.payment_intent),
  ownerId: paymentOf({ payment_intent: each.payment_intent, charge: each }),
  checkoutId: checkoutIdIn(each.metadata),
  status: each.status,
  settlementId: idOf(each.balance_transaction),
})

const refund = (each: Stripe.Refund): ScannedObject => ({
  ...NOTHING,
  id: each.id,
  customerId: null,
  chargeId: idOf(each.charge),
  status: each.status ?? 'pending',
  amount: each.amount,
  settlementId: idOf(each.balance_transaction),
})

const dispute = (each: Stripe.Dispute): ScannedObject => ({
  ...NOTHING,
  id: each.id,
  customerId: null,
  chargeId: idOf(each.charge),
  status: each.status,
  amount: each.balance_transactions.length,
})

const settlement = (each: Stripe.BalanceTransaction): ScannedObject => ({
  ...NOTHING,
  id: each.id,
  customerId: null,
  ownerId: idOf(each.source),
  status: each.status,
})

const session = (each: Stripe.Checkout.Session): ScannedObject => ({
  ...NOTHING,
  id: each.id,
  customerId: idOf(each.customer),
  checkoutId: checkoutIdIn(each.metadata),
  status: each.status ?? 'open',
})
