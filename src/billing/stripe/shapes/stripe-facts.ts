import type { Stripe } from 'stripe'
import type { InvoiceFact, ListedSubscription, PlanFact, SessionFact } from '../../model/facts.ts'
import { cadenceOf, timesPerYear } from '../../model/intervals.ts'
import { CHECKOUT_KEY } from './session-parameters.ts'
import {
  currencyOf,
  date,
  dateOrNull,
  idOf,
  paymentOf,
  readObject,
  requireWholeList,
  UnknownShape,
} from './stripe-shapes.ts'

const requireCustomer = (id: string | null): string => {
  if (id === null) throw new UnknownShape('no-customer')
  return id
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Returns our checkout id from the metadata. Null if the object is not ours. */
export const checkoutIdIn = (metadata: Stripe.Metadata | null | undefined): string | null => {
  const id = metadata?.[CHECKOUT_KEY]
  return id !== undefined && UUID.test(id) ? id : null
}

export const subscriptionFact = (subscription: Stripe.Subscription): ListedSubscription => ({
  id: subscription.id,
  customerId: requireCustomer(idOf(subscription.customer)),
  checkoutId: checkoutIdIn(subscription.metadata),
  status: subscription.status,
  currency: currencyOf(subscription.currency),
  startedAt: date(subscription.start_date),
  cancelAt: dateOrNull(subscription.cancel_at),
  endedAt: dateOrNull(subscription.ended_at),
  cancellationReason: subscription.cancellation_details?.reason ?? null,
  isPaused: subscription.status === 'paused' || subscription.pause_collection !== null,
  resumesAt: dateOrNull(subscription.pause_collection?.resumes_at),
  plan: planOf(subscription),
})

/** Returns what the subscription charges next. Null if it has no single price. */
export const planOf = ({
  items,
  billing_cycle_anchor: anchor,
}: Pick<Stripe.Subscription, 'items' | 'billing_cycle_anchor'>): PlanFact | null => {
  const [item, ...others] = readObject(() => items.data)
  if (!item?.price.recurring || item.price.unit_amount === null || others.length > 0) return null
  return {
    amount: item.price.unit_amount * (item.quantity ?? 1),
    ...cadenceOf(item.price.recurring),
    periodEnd: date(item.current_period_end),
    anchoredAt: date(anchor),
  }
}

/** The terms of a price that an invoice line does not carry itself. */
export type PriceTerms = Pick<Stripe.Price, 'recurring'> & Partial<Pick<Stripe.Price, 'unit_amount'>>

/** Prices by id, and which products are ours. */
export type PriceBook = {
  prices: ReadonlyMap<string, PriceTerms>
  isOurProduct: (product: string) => boolean
}

export const invoiceFact = (invoice: Stripe.Invoice, book: PriceBook): InvoiceFact => {
  const lines = requireWholeList(invoice.lines)
  const recurring = lines.filter((line) => isRecurring(line) && isOurLine(line, book) && !isFree(line, book))
  const annual = recurring.map((line) => annualAmountOf(line, book))
  const ends = lines.map((line) => line.period.end)
  return {
    id: invoice.id ?? '',
    customerId: requireCustomer(idOf(invoice.customer)),
    subscriptionId: idOf(invoice.parent?.subscription_details?.subscription),
    status: invoice.status ?? 'draft',
    currency: currencyOf(invoice.currency),
    amountPaid: invoice.amount_paid,
    annualAmount: recurring.length === 0 ? null : annual.reduce((sum, amount) => sum + amount, 0),
    periodEnd: date(Math.max(invoice.period_end, ...ends)),
    createdAt: date(invoice.created),
    finalizedAt: dateOrNull(invoice.status_transitions.finalized_at),
    paidAt: dateOrNull(invoice.status_transitions.paid_at),
    voidedAt: dateOrNull(invoice.status_transitions.voided_at),
    attempts: invoice.attempt_count,
    nextAttemptAt: dateOrNull(invoice.next_payment_attempt),
    paymentIntentIds: (invoice.payments ? requireWholeList(invoice.payments) : [])
      .map(({ payment }) => paymentOf(payment))
      .filter((id) => id !== null),
  }
}

const isRecurring = (line: Stripe.InvoiceLineItem): boolean =>
  line.parent?.type === 'subscription_item_details' &&
  line.parent.subscription_item_details?.proration !== true

const isOurLine = (line: Stripe.InvoiceLineItem, { isOurProduct }: PriceBook): boolean =>
  isOurProduct(line.pricing?.price_details?.product ?? '')

// A free period (a Stripe trial, used to move the billing day) says nothing about the amount given.
const isFree = (line: Stripe.InvoiceLineItem, { prices }: PriceBook): boolean =>
  line.subtotal === 0 &&
  (prices.get(idOf(line.pricing?.price_details?.price) ?? '')?.unit_amount ?? 0) > 0 &&
  line.quantity !== 0

// The subtotal is price times quantity, before discounts.
const annualAmountOf = (line: Stripe.InvoiceLineItem, { prices }: PriceBook): number => {
  const recurring = prices.get(idOf(line.pricing?.price_details?.price) ?? '')?.recurring
  const times = timesPerYear(recurring)
  if (times === undefined) throw new UnknownShape('unknown-interval')
  // An interval of five months is 2.4 times a year, so the result is rounded to the minor unit.
  return Math.round(line.subtotal * times)
}

const SESSION_STATUS: Record<string, SessionFact['status']> = {
  open: 'open',
  complete: 'complete',
  expired: 'expired',
}

export const sessionFact = (session: Stripe.Checkout.Session): SessionFact => ({
  id: session.id,
  checkoutId: checkoutIdIn(session.metadata),
  customerId: idOf(session.customer),
  status: SESSION_STATUS[session.status ?? 'open'] ?? 'open',
  paid: session.payment_status !== 'unpaid',
  url: session.url,
  expiresAt: date(session.expires_at),
})
