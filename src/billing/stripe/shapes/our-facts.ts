import type { Stripe } from 'stripe'
import type { ChargeFact, CustomerFacts } from '../../model/facts.ts'
import { chargeFact } from './charge-facts.ts'
import { checkoutIdIn, invoiceFact, sessionFact, subscriptionFact } from './stripe-facts.ts'
import { idOf, paymentOf, readObject } from './stripe-shapes.ts'

/** Decides which objects are ours: those with a checkout of ours, and imported ones. */
export type Ownership = {
  imported: ReadonlySet<string>
  isOurProduct: (product: string) => boolean
  /** Payments known to have paid our invoices. */
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

/** Everything Stripe lists for a customer, including objects that are not ours. */
export type CustomerListing = {
  subscriptions: readonly Stripe.Subscription[]
  invoices: readonly Stripe.Invoice[]
  charges: readonly Stripe.Charge[]
  disputes: readonly Stripe.Dispute[]
  sessions: readonly Stripe.Checkout.Session[]
  prices: ReadonlyMap<string, Stripe.Price>
}

/**
 * Selects the facts that are ours: subscriptions and one-time payments with a checkout of ours, their
 * invoices and charges. The account may be shared with a shop, whose objects are ignored.
 */
export const selectOurFacts = (
  customerId: string,
  listing: CustomerListing,
  ownership: Ownership,
): CustomerFacts => {
  const subscriptions = listing.subscriptions
    .filter((each) => isOurSubscription(each, ownership))
    .map((each) => readObject(() => subscriptionFact(each)))
  const book = { prices: listing.prices, isOurProduct: ownership.isOurProduct }
  const invoices = listing.invoices
    .filter((each) => isOurInvoice(each, ownership))
    .map((each) => readObject(() => invoiceFact(each, book)))
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
      readObject(() =>
        chargeFact(
          each,
          checkoutIdIn(each.metadata),
          disputes.filter((one) => idOf(one.charge) === each.id),
        ),
      ),
    )
