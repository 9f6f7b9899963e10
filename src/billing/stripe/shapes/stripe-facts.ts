import type { Stripe } from 'stripe'
import type {
  ChargeFact,
  CustomerFacts,
  InvoiceFact,
  ListedSubscription,
  PlanFact,
  SessionFact,
} from '../../model/facts.ts'
import { cadenceOf, timesAYear } from '../../model/intervals.ts'
import { chargeFact } from './charge-facts.ts'
import { CHECKOUT_KEY } from './session-parameters.ts'
import {
  currencyOf,
  date,
  dateOrNull,
  idOf,
  paymentOf,
  requireWholeList,
  UnknownShape,
} from './stripe-shapes.ts'

const required = (id: string | null): string => {
  if (id === null) throw new UnknownShape('no-customer')
  return id
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Our checkout's id in an object's metadata, null when the object is not ours. */
export const checkoutIdIn = (metadata: Stripe.Metadata | null | undefined): string | null => {
  const id = metadata?.[CHECKOUT_KEY]
  return id !== undefined && UUID.test(id) ? id : null
}

export const subscriptionFact = (subscription: Stripe.Subscription): ListedSubscription => ({
  id: subscription.id,
  customerId: required(idOf(subscription.customer)),
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

/** What a subscription charges next; null where that has no single price. */
export const planOf = ({
  items,
  billing_cycle_anchor: anchor,
}: Pick<Stripe.Subscription, 'items' | 'billing_cycle_anchor'>): PlanFact | null => {
  const [item, ...others] = items.data
  if (!item?.price.recurring || item.price.unit_amount === null || others.length > 0) return null
  return {
    amount: item.price.unit_amount * (item.quantity ?? 1),
    ...cadenceOf(item.price.recurring),
    ...{ periodEnd: date(item.current_period_end), anchoredAt: date(anchor) },
  }
}

/** How often a price recurs, and whether it asks for anything: what an invoice line does not say itself. */
export type PriceTerms = Pick<Stripe.Price, 'recurring'> & Partial<Pick<Stripe.Price, 'unit_amount'>>

/** What an invoice line's price is worth a year, and which products' lines are ours. */
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
    customerId: required(idOf(invoice.customer)),
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

// A time that is given free (Stripe's trials, by which a day of charging is moved) says nothing of what is given.
const isFree = (line: Stripe.InvoiceLineItem, { prices }: PriceBook): boolean =>
  line.subtotal === 0 &&
  (prices.get(idOf(line.pricing?.price_details?.price) ?? '')?.unit_amount ?? 0) > 0 &&
  line.quantity !== 0

// Before discounts: price times quantity is the line's subtotal.
const annualAmountOf = (line: Stripe.InvoiceLineItem, { prices }: PriceBook): number => {
  const recurring = prices.get(idOf(line.pricing?.price_details?.price) ?? '')?.recurring
  const times = timesAYear(recurring)
  if (times === undefined) throw new UnknownShape('unknown-interval')
  // Every five months is 2.4 times a year: rounded to the minor unit.
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

/** Whose objects are ours: those that carry a checkout of ours, and what was taken over from before. */
export type Ownership = {
  imported: ReadonlySet<string>
  isOurProduct: (product: string) => boolean
  /** Payments known to have paid invoices of ours. */
  knownPayments: ReadonlySet<string>
}

export const isOurSubscription = (
  { id, metadata }: Stripe.Subscription,
  { imported }: Pick<Ownership, 'imported'>,
): boolean => checkoutIdIn(metadata) !== null || imported.has(id)

/** Stripe copies the subscription's metadata to each of its invoices. */
export const isOurInvoice = (invoice: Stripe.Invoice, { imported }: Pick<Ownership, 'imported'>): boolean =>
  checkoutIdIn(invoice.parent?.subscription_details?.metadata) !== null ||
  imported.has(idOf(invoice.parent?.subscription_details?.subscription) ?? '')

/** Everything Stripe lists for a customer, whether ours or not. */
export type CustomerListing = {
  subscriptions: readonly Stripe.Subscription[]
  invoices: readonly Stripe.Invoice[]
  charges: readonly Stripe.Charge[]
  disputes: readonly Stripe.Dispute[]
  sessions: readonly Stripe.Checkout.Session[]
  prices: ReadonlyMap<string, Stripe.Price>
}

/**
 * The facts that are ours: subscriptions and one-time payments that carry a checkout of ours, their invoices
 * and charges. An account may be shared with a shop; what is the shop's is not looked at.
 */
export const selectOurFacts = (
  customerId: string,
  listing: CustomerListing,
  ownership: Ownership,
): CustomerFacts => {
  const subscriptions = listing.subscriptions
    .filter((each) => isOurSubscription(each, ownership))
    .map(subscriptionFact)
  const book = { prices: listing.prices, isOurProduct: ownership.isOurProduct }
  const invoices = listing.invoices
    .filter((each) => isOurInvoice(each, ownership))
    .map((each) => invoiceFact(each, book))
  const payments = new Set([
    ...ownership.knownPayments,
    ...invoices.flatMap((invoice) => invoice.paymentIntentIds),
  ])
  const charges = selectOurCharges(listing, payments)
  const sessions = listing.sessions.map(sessionFact).filter((session) => session.checkoutId !== null)
  return { customerId, subscriptions, invoices, charges, sessions }
}

export const selectOurCharges = (
  { charges, disputes }: Pick<CustomerListing, 'charges' | 'disputes'>,
  payments: ReadonlySet<string>,
): ChargeFact[] =>
  charges
    .filter(
      (each) =>
        checkoutIdIn(each.metadata) !== null ||
        payments.has(paymentOf({ payment_intent: each.payment_intent, charge: each }) ?? ''),
    )
    .map((each) =>
      chargeFact(
        each,
        checkoutIdIn(each.metadata),
        disputes.filter((one) => idOf(one.charge) === each.id),
      ),
    )
