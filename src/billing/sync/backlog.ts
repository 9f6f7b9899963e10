import type { Stripe } from 'stripe'
import type { CustomerFacts } from '../model/facts.ts'
import type { KnownCustomer } from '../record/charge-store.ts'
import type { AccountPage } from '../stripe/read/account-gateway.ts'
import { disputeFact } from '../stripe/shapes/charge-facts.ts'
import { isOurInvoice, isOurSubscription, selectOurCharges } from '../stripe/shapes/our-facts.ts'
import {
  checkoutIdIn,
  invoiceFact,
  type PriceTerms,
  sessionFact,
  subscriptionFact,
} from '../stripe/shapes/stripe-facts.ts'
import { idOf, readObject, UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import { ownershipOf } from './fetch-plan.ts'
import type { Lease } from './lease-store.ts'

/** One customer of a backlog. Collects facts page by page and keeps no Stripe object. */
export type PendingCustomer = {
  lease: Lease
  known: KnownCustomer
  facts: CustomerFacts
  paymentIntentIds: Set<string>
  isComplete: boolean
}

export const newPendingCustomer = (lease: Lease, known: KnownCustomer): PendingCustomer => ({
  lease,
  known,
  facts: { customerId: lease.syncKey, subscriptions: [], invoices: [], charges: [], sessions: [] },
  paymentIntentIds: new Set(known.paymentIntentIds),
  isComplete: true,
})

/** Collects our objects of pending customers from a page of the account. Subscriptions fill `terms` on the way. */
export const takePage = (
  page: AccountPage,
  customers: Map<string, PendingCustomer>,
  terms: Map<string, PriceTerms>,
): void => {
  if (page.kind === 'disputes') return takeDisputes(page.objects, customers)
  if (page.kind === 'refunds' || page.kind === 'settlements') return
  for (const each of page.objects) {
    const customer = customers.get(idOf(each?.customer) ?? '')
    if (customer) takeIfSupported(customer, () => takeObject(each, customer, terms))
  }
}

type AccountObject = Stripe.Subscription | Stripe.Invoice | Stripe.Charge | Stripe.Checkout.Session

// A customer with an unsupported object is fetched alone, where its events are parked and delay nobody else.
const takeIfSupported = (customer: PendingCustomer, take: () => void): void => {
  try {
    readObject(take)
  } catch (error) {
    if (!(error instanceof UnknownShape)) throw error
    customer.isComplete = false
  }
}

const takeObject = (each: AccountObject, customer: PendingCustomer, terms: Map<string, PriceTerms>): void => {
  const { facts, known, paymentIntentIds } = customer
  const ownership = ownershipOf(known)
  if (each.object === 'subscription' && isOurSubscription(each, ownership)) {
    facts.subscriptions.push(subscriptionFact(each))
    for (const { price } of each.items.data) terms.set(price.id, { recurring: price.recurring })
  }
  if (each.object === 'invoice' && isOurInvoice(each, ownership)) {
    const fact = invoiceFact(each, { prices: terms, isOurProduct: ownership.isOurProduct })
    facts.invoices.push(fact)
    for (const id of fact.paymentIntentIds) paymentIntentIds.add(id)
  }
  if (each.object === 'charge') {
    const [own] = selectOurCharges({ charges: [each], disputes: [] }, paymentIntentIds)
    if (own) facts.charges.push(own)
    if (own && each.refunds?.has_more) customer.isComplete = false
  }
  if (each.object === 'checkout.session' && checkoutIdIn(each.metadata) !== null)
    facts.sessions.push(sessionFact(each))
}

const takeDisputes = (disputes: readonly Stripe.Dispute[], customers: Map<string, PendingCustomer>): void => {
  const charges = [...customers.values()].flatMap((each) => each.facts.charges)
  const byId = new Map(charges.map((charge) => [charge.id, charge]))
  for (const each of disputes) {
    const charge = byId.get(idOf(each.charge) ?? '')
    const customer = customers.get(charge?.customerId ?? '')
    if (charge && customer) takeIfSupported(customer, () => void charge.disputes.push(disputeFact(each)))
  }
}

/** True if the pages held everything that a fetch of this customer alone would return. */
export const hasEverything = ({ isComplete, lease, known, facts }: PendingCustomer): boolean => {
  const seen = new Set([...facts.subscriptions, ...facts.invoices, ...facts.charges].map(({ id }) => id))
  const named = lease.waiting.flatMap(({ objectId, relatedId }) => [objectId, relatedId ?? ''])
  const expected = [...known.liveSubscriptionIds, ...named.filter((id) => /^(sub|in|ch|py)_/.test(id))]
  return isComplete && expected.every((id) => seen.has(id))
}

/** Returns the facts in the shape of a fetch of this customer alone. */
export const fetchedFacts = ({ facts }: PendingCustomer) => ({
  facts,
  deletedIds: [],
  scope: 'everything' as const,
})
