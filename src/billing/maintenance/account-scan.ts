import type { Stripe } from 'stripe'
import type { AccountPage } from '../stripe/read/account-gateway.ts'
import { checkoutIdIn, planOf } from '../stripe/shapes/stripe-facts.ts'
import { dateOrNull, idOf, paymentOf } from '../stripe/shapes/stripe-shapes.ts'

/** The fields of an object that our record must match. */
export type ScannedObject = {
  id: string
  customerId: string | null
  /** The charge that a refund or dispute belongs to. */
  chargeId: string | null
  /** The subscription of an invoice, the payment of a charge, or the source of a settlement. */
  ownerId: string | null
  /** Our checkout id, if the object carries one. Without it, the object is ours if its owner is. */
  checkoutId: string | null
  isPaused: boolean
  resumesAt: Date | null
  status: string
  endedAt: Date | null
  cancelAt: Date | null
  /** The amount paid or moved; for a subscription, its next charge. */
  amount: number | null
  interval: string | null
  intervalCount: number | null
  periodEnd: Date | null
  /** For an invoice: the number of attempts and the next one. */
  attempts: number | null
  nextAttemptAt: Date | null
  settlementId: string | null
}

/** Returns the fields to compare for each object of a page. */
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

const NO_FIELDS = {
  chargeId: null,
  ownerId: null,
  checkoutId: null,
  endedAt: null,
  cancelAt: null,
  resumesAt: null,
  amount: null,
  settlementId: null,
  isPaused: false,
  interval: null,
  intervalCount: null,
  periodEnd: null,
  attempts: null,
  nextAttemptAt: null,
}

const subscription = (each: Stripe.Subscription): ScannedObject => ({
  ...NO_FIELDS,
  ...nextCharge(each),
  id: each.id,
  customerId: idOf(each.customer),
  checkoutId: checkoutIdIn(each.metadata),
  status: each.status,
  endedAt: dateOrNull(each.ended_at),
  cancelAt: dateOrNull(each.cancel_at),
  isPaused: each.status === 'paused' || each.pause_collection !== null,
  resumesAt: dateOrNull(each.pause_collection?.resumes_at ?? null),
})

const nextCharge = (each: Stripe.Subscription): Partial<ScannedObject> => {
  const plan = planOf(each)
  if (!plan) return {}
  const { anchoredAt: _anchoredAt, ...compared } = plan
  return compared
}

const invoice = (each: Stripe.Invoice): ScannedObject => ({
  ...NO_FIELDS,
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
  ...NO_FIELDS,
  id: each.id,
  customerId: idOf(each.customer) ?? idOf(each.payment_intent),
  ownerId: paymentOf({ payment_intent: each.payment_intent, charge: each }),
  checkoutId: checkoutIdIn(each.metadata),
  status: each.status,
  settlementId: idOf(each.balance_transaction),
})

const refund = (each: Stripe.Refund): ScannedObject => ({
  ...NO_FIELDS,
  id: each.id,
  customerId: null,
  chargeId: idOf(each.charge),
  status: each.status ?? 'pending',
  amount: each.amount,
  settlementId: idOf(each.balance_transaction),
})

const dispute = (each: Stripe.Dispute): ScannedObject => ({
  ...NO_FIELDS,
  id: each.id,
  customerId: null,
  chargeId: idOf(each.charge),
  status: each.status,
  amount: each.balance_transactions.length,
})

const settlement = (each: Stripe.BalanceTransaction): ScannedObject => ({
  ...NO_FIELDS,
  id: each.id,
  customerId: null,
  ownerId: idOf(each.source),
  status: each.status,
})

const session = (each: Stripe.Checkout.Session): ScannedObject => ({
  ...NO_FIELDS,
  id: each.id,
  customerId: idOf(each.customer),
  checkoutId: checkoutIdIn(each.metadata),
  status: each.status ?? 'open',
})
