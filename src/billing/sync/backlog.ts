import type { Stripe } from 'stripe'
import type { CustomerFacts } from '../model/facts.ts'
import type { Known } from '../record/charge-store.ts'
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
import { idOf, UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import { ownershipOf } from './fetch-plan.ts'
import type { Lease } from './lease-store.ts'

/** One customer of a backlog, filled page by page with facts: the objects themselves are let go. */
export type Case = {
  lease: Lease
  known: Known
  facts: CustomerFacts
  payments: Set<string>
  isComplete: boolean
}

export const newCase = (lease: Lease, known: Known): Case => ({
  lease,
  known,
  facts: { customerId: lease.syncKey, subscriptions: [], invoices: [], charges: [], sessions: [] },
  payments: new Set(known.payments),
  isComplete: true,
})

/** Takes from a page of the account what is ours and wanted. What recurs how often is learnt from subscriptions on the way. */
export const takePage = (
  page: AccountPage,
  cases: Map<string, Case>,
  terms: Map<string, PriceTerms>,
): void => {
  if (page.kind === 'disputes') return takeDisputes(page.objects, cases)
  if (page.kind === 'refunds' || page.kind === 'settlements') return
  for (const each of page.objects) {
    const found = cases.get(idOf(each.customer) ?? '')
    if (found) understood(found, () => takeObject(each, found, terms))
  }
}

type Taken = Stripe.Subscription | Stripe.Invoice | Stripe.Charge | Stripe.Checkout.Session

// What cannot be understood here is asked for singly, where it is parked with its reason and holds up nobody.
const understood = (found: Case, take: () => void): void => {
  try {
    take()
  } catch (error) {
    if (!(error instanceof UnknownShape)) throw error
    found.isComplete = false
  }
}

const takeObject = (each: Taken, found: Case, terms: Map<string, PriceTerms>): void => {
  const { facts, known, payments } = found
  if (each.object === 'subscription' && isOurSubscription(each, known)) {
    facts.subscriptions.push(subscriptionFact(each))
    for (const { price } of each.items.data) terms.set(price.id, { recurring: price.recurring })
  }
  if (each.object === 'invoice' && isOurInvoice(each, known)) {
    const fact = invoiceFact(each, { prices: terms, isOurProduct: ownershipOf(known).isOurProduct })
    facts.invoices.push(fact)
    for (const payment of fact.paymentIntentIds) payments.add(payment)
  }
  if (each.object === 'charge') {
    const [own] = selectOurCharges({ charges: [each], disputes: [] }, payments)
    if (own) facts.charges.push(own)
    if (own && each.refunds?.has_more) found.isComplete = false
  }
  if (each.object === 'checkout.session' && checkoutIdIn(each.metadata) !== null)
    facts.sessions.push(sessionFact(each))
}

const takeDisputes = (disputes: readonly Stripe.Dispute[], cases: Map<string, Case>): void => {
  const charges = [...cases.values()].flatMap((each) => each.facts.charges)
  const byId = new Map(charges.map((charge) => [charge.id, charge]))
  for (const each of disputes) {
    const charge = byId.get(idOf(each.charge) ?? '')
    const found = cases.get(charge?.customerId ?? '')
    if (charge && found) understood(found, () => void charge.disputes.push(disputeFact(each)))
  }
}

/** Whether the pages held all that a fetch of this customer alone would have. */
export const isWhole = ({ isComplete, lease, known, facts }: Case): boolean => {
  const seen = new Set([...facts.subscriptions, ...facts.invoices, ...facts.charges].map(({ id }) => id))
  const named = lease.waiting.flatMap(({ objectId, relatedId }) => [objectId, relatedId ?? ''])
  const wanted = [...known.liveSubscriptionIds, ...named.filter((id) => /^(sub|in|ch|py)_/.test(id))]
  return isComplete && wanted.every((id) => seen.has(id))
}

/** As a fetch of this customer alone would have brought it. */
export const fetchedOf = ({ facts }: Case) => ({ ...facts, gone: [], scope: 'everything' as const })
