import type { Stripe } from 'stripe'
import { type Currency, isCurrency } from '../money/currency.ts'
import type {
  ChargeFact,
  CustomerFacts,
  InvoiceFact,
  SessionFact,
  Settlement,
  SubscriptionFact,
} from './facts.ts'

/** The key under which our checkout's id stands in Stripe's metadata. Nothing else of ours does. */
export const CHECKOUT_KEY = 'mainstay_checkout'

/** A fact that cannot be understood parks the events that brought it: nothing about money is guessed. */
export class UnknownShape extends Error {
  override readonly name = 'UnknownShape'
}

const currencyOf = (text: string): Currency => {
  const currency = text.toUpperCase()
  if (!isCurrency(currency)) throw new UnknownShape('a currency that Mainstay does not know')
  return currency
}

const date = (seconds: number): Date => new Date(seconds * 1000)
const dateOrNull = (seconds: number | null | undefined): Date | null => (seconds ? date(seconds) : null)

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

const required = (id: string | null): string => {
  if (id === null) throw new UnknownShape('an object without a customer')
  return id
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Our checkout's id in an object's metadata, null when the object is not ours. */
export const checkoutIdIn = (metadata: Stripe.Metadata | null | undefined): string | null => {
  const id = metadata?.[CHECKOUT_KEY]
  return id !== undefined && UUID.test(id) ? id : null
}

export const subscriptionFact = (subscription: Stripe.Subscription): SubscriptionFact => ({
  id: subscription.id,
  customerId: required(idOf(subscription.customer)),
  checkoutId: checkoutIdIn(subscription.metadata),
  status: subscription.status,
  currency: currencyOf(subscription.currency),
  startedAt: date(subscription.start_date),
  cancelAt: dateOrNull(subscription.cancel_at),
  endedAt: dateOrNull(subscription.ended_at),
  endReason: subscription.cancellation_details?.reason ?? null,
})

/** `prices` knows the recurring prices of the customer's subscriptions, which invoice lines name by id only. */
export const invoiceFact = (
  invoice: Stripe.Invoice,
  prices: ReadonlyMap<string, Stripe.Price>,
): InvoiceFact => {
  const recurring = invoice.lines.data.filter(isRecurring)
  const annual = recurring.map((line) => annualAmountOf(line, prices))
  const ends = invoice.lines.data.map((line) => line.period.end)
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
    paymentIntentIds: (invoice.payments?.data ?? [])
      .map(({ payment }) => idOf(payment.payment_intent))
      .filter((id) => id !== null),
  }
}

const isRecurring = (line: Stripe.InvoiceLineItem): boolean =>
  line.parent?.type === 'subscription_item_details' &&
  line.parent.subscription_item_details?.proration !== true

const PER_YEAR: Record<string, number> = { month: 12, year: 1 }

// Before discounts: price times quantity is the line's subtotal.
const annualAmountOf = (line: Stripe.InvoiceLineItem, prices: ReadonlyMap<string, Stripe.Price>): number => {
  const recurring = prices.get(idOf(line.pricing?.price_details?.price) ?? '')?.recurring
  const times = PER_YEAR[recurring?.interval ?? '']
  if (!recurring || times === undefined || recurring.interval_count !== 1) {
    throw new UnknownShape('a recurring price that is neither monthly nor yearly')
  }
  return line.subtotal * times
}

export const chargeFact = (charge: Stripe.Charge): ChargeFact => ({
  id: charge.id,
  customerId: required(idOf(charge.customer)),
  paymentIntentId: idOf(charge.payment_intent),
  checkoutId: checkoutIdIn(charge.metadata),
  status: charge.status,
  currency: currencyOf(charge.currency),
  amount: charge.amount_captured,
  createdAt: date(charge.created),
  settlement:
    charge.balance_transaction && typeof charge.balance_transaction !== 'string'
      ? settlementOf(charge.balance_transaction)
      : null,
})

const settlementOf = (settlement: Stripe.BalanceTransaction): Settlement => ({
  id: settlement.id,
  currency: currencyOf(settlement.currency),
  amount: settlement.amount,
  fee: settlement.fee,
  net: settlement.net,
  exchangeRate: settlement.exchange_rate === null ? null : String(settlement.exchange_rate),
  createdAt: date(settlement.created),
})

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

/** Stripe copies the subscription's metadata to each of its invoices. */
export const isOwnInvoice = (invoice: Stripe.Invoice): boolean =>
  checkoutIdIn(invoice.parent?.subscription_details?.metadata) !== null

/** Everything Stripe lists for a customer, whether ours or not. */
export type CustomerListing = {
  subscriptions: readonly Stripe.Subscription[]
  invoices: readonly Stripe.Invoice[]
  charges: readonly Stripe.Charge[]
  sessions: readonly Stripe.Checkout.Session[]
  prices: ReadonlyMap<string, Stripe.Price>
}

/**
 * The facts that are ours: subscriptions and one-time payments that carry a checkout of ours, their invoices
 * and charges. An account may be shared with a shop; what is the shop's is not looked at.
 */
export const ownFacts = (
  customerId: string,
  listing: CustomerListing,
  knownPayments: ReadonlySet<string>,
): CustomerFacts => {
  const subscriptions = listing.subscriptions
    .filter((each) => checkoutIdIn(each.metadata))
    .map(subscriptionFact)
  const invoices = listing.invoices.filter(isOwnInvoice).map((each) => invoiceFact(each, listing.prices))
  const payments = new Set([...knownPayments, ...invoices.flatMap((invoice) => invoice.paymentIntentIds)])
  const charges = listing.charges
    .filter((each) => checkoutIdIn(each.metadata) !== null || payments.has(idOf(each.payment_intent) ?? ''))
    .map(chargeFact)
  const sessions = listing.sessions.map(sessionFact).filter((session) => session.checkoutId !== null)
  return { customerId, subscriptions, invoices, charges, sessions }
}
