import type { Stripe } from 'stripe'
import type { AccountPage } from '../stripe/read/account-gateway.ts'
import { checkoutIdIn, planOf } from '../stripe/shapes/stripe-facts.ts'
import { dateOrNull, idOf, paymentOf, readObject, UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import { type ScannedObject, scannedObject } from './scanned-object.ts'

/** An object that cannot be compared, and why. */
export type Unreadable = { id: string; because: string }

export type Scanned = { objects: ScannedObject[]; unreadable: Unreadable[] }

/** Reads the fields to compare for each object of a page, each on its own: one that we cannot read stops no other. */
export const scanPage = (page: AccountPage): Scanned => {
  switch (page.kind) {
    case 'subscriptions':
      return readEach(page.objects, subscription)
    case 'invoices':
      return readEach(page.objects, invoice)
    case 'charges':
      return readEach(page.objects, charge)
    case 'refunds':
      return readEach(page.objects, refund)
    case 'disputes':
      return readEach(page.objects, dispute)
    case 'settlements':
      return readEach(page.objects, settlement)
    case 'sessions':
      return readEach(page.objects, session)
  }
}

const readEach = <T>(objects: readonly T[], read: (each: T) => ScannedObject): Scanned => {
  const scanned: Scanned = { objects: [], unreadable: [] }
  for (const each of objects) {
    try {
      scanned.objects.push(readObject(() => comparable(read(each))))
    } catch (error) {
      if (!(error instanceof UnknownShape)) throw error
      scanned.unreadable.push({ id: nameOf(each), because: error.message })
    }
  }
  return scanned
}

const comparable = (fields: ScannedObject): ScannedObject => {
  const parsed = scannedObject.safeParse(fields)
  if (!parsed.success) throw new UnknownShape('unreadable', parsed.error.issues[0]?.path.join('.'))
  return parsed.data
}

const nameOf = (object: unknown): string => {
  const id: unknown = typeof object === 'object' && object !== null ? (object as { id?: unknown }).id : null
  return typeof id === 'string' ? id : 'without-id'
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
