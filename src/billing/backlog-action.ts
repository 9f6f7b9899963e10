import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import { DAY_MS } from '../platform/clock.ts'
import type { AccountGateway, AccountPage } from './account-gateway.ts'
import { chargeFact, disputeFact } from './charge-facts.ts'
import { type Known, knownOf } from './charge-store.ts'
import type { CustomerFacts } from './facts.ts'
import { type GiveBackNeeds, giveBack } from './give-back-action.ts'
import { countDue, type Lease, leaseUnits, releaseLease, renewLeases } from './lease-store.ts'
import {
  checkoutIdIn,
  invoiceFact,
  isOwnInvoice,
  isOwnSubscription,
  type PriceTerms,
  sessionFact,
  subscriptionFact,
} from './stripe-facts.ts'
import { idOf, UnknownShape } from './stripe-shapes.ts'
import { ownershipOf, type SyncNeeds, writeCustomer } from './sync-customer-action.ts'

export type BacklogNeeds = SyncNeeds &
  GiveBackNeeds &
  Pick<AccountGateway, 'listAccount'> & { onRecorded: () => void }

/** With more customers waiting than this, pages of the whole account cost less than asking for each. */
const BACKLOG = 1_000
const AT_ONCE = 5_000
const RENEW_EVERY = 40
const KINDS = ['subscriptions', 'invoices', 'charges', 'disputes', 'sessions'] as const

/** One customer of a backlog, filled page by page with facts: the objects themselves are let go. */
type Case = { lease: Lease; known: Known; facts: CustomerFacts; payments: Set<string>; isComplete: boolean }

/** Works off a backlog by pages of the account. Resolves to false when there is none. */
export const drainBacklog = async (needs: BacklogNeeds, enough = BACKLOG): Promise<boolean> => {
  const { database, now } = needs
  if ((await countDue(database, now(), enough + 1)) <= enough) return false
  const token = randomUUID()
  const leases = await leaseUnits(database, token, now(), AT_ONCE)
  const cases = await casesOf(needs, leases)
  if (cases.size === 0) return false
  try {
    await collect(needs, cases, token)
  } catch (error) {
    for (const { lease } of cases.values()) await giveBack(needs, lease, error)
    return true
  }
  const written = await writeCases(needs, cases, token)
  needs.onRecorded()
  return written > 0
}

// Who the pages do not hold whole is left to be asked for singly.
const writeCases = async (needs: BacklogNeeds, cases: Map<string, Case>, token: string): Promise<number> => {
  const { database, now } = needs
  let [seen, written] = [0, 0]
  for (const [unit, each] of cases) {
    cases.delete(unit)
    seen += 1
    if (seen % RENEW_EVERY === 0) await renewLeases(database, token, now())
    if (!isWhole(each)) {
      await releaseLease(database, each.lease, now())
      continue
    }
    await writeCustomer(needs, each.lease, finished(each)).catch((error) =>
      giveBack(needs, each.lease, error),
    )
    written += 1
  }
  return written
}

// Pages can stand for a customer whose history is known, or begins with what waits. The rest is asked for singly.
const casesOf = async (
  { database, now }: BacklogNeeds,
  leases: readonly Lease[],
): Promise<Map<string, Case>> => {
  const cases = new Map<string, Case>()
  for (const lease of leases) {
    const known = await knownOf(database, lease.unit)
    const isStart = lease.waiting.some(({ type }) => type === 'customer.subscription.created')
    if (!lease.unit.startsWith('cus_') || lease.fetchAll || (known.since === null && !isStart)) {
      await releaseLease(database, lease, now())
      continue
    }
    const facts = { customerId: lease.unit, subscriptions: [], invoices: [], charges: [], sessions: [] }
    cases.set(lease.unit, { lease, known, facts, payments: new Set(known.payments), isComplete: true })
  }
  return cases
}

const sinceOf = (cases: Map<string, Case>, now: Date): Date => {
  const earliest = [...cases.values()].map(({ known, lease }) =>
    Math.min(
      known.since?.getTime() ?? now.getTime(),
      ...lease.waiting.slice(0, 1).map(({ createdAt }) => createdAt.getTime()),
    ),
  )
  return new Date(earliest.reduce((one, other) => Math.min(one, other), now.getTime()) - DAY_MS)
}

const collect = async (needs: BacklogNeeds, cases: Map<string, Case>, token: string): Promise<void> => {
  const { database, now } = needs
  const terms = new Map<string, PriceTerms>()
  let pages = 0
  for await (const page of needs.listAccount(sinceOf(cases, now()), KINDS)) {
    takePage(page, cases, terms)
    pages += 1
    if (pages % RENEW_EVERY === 0) await renewLeases(database, token, now())
  }
}

const takePage = (page: AccountPage, cases: Map<string, Case>, terms: Map<string, PriceTerms>): void => {
  if (page.kind === 'disputes') return takeDisputes(page.objects, cases)
  if (page.kind === 'refunds') return
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
  if (each.object === 'subscription' && isOwnSubscription(each, known)) {
    facts.subscriptions.push(subscriptionFact(each))
    for (const { price } of each.items.data) terms.set(price.id, { recurring: price.recurring })
  }
  if (each.object === 'invoice' && isOwnInvoice(each, known)) {
    const fact = invoiceFact(each, { prices: terms, isOwnProduct: ownershipOf(known).isOwnProduct })
    facts.invoices.push(fact)
    for (const payment of fact.paymentIntentIds) payments.add(payment)
  }
  if (each.object === 'charge') {
    const checkoutId = checkoutIdIn(each.metadata)
    const isOwn = checkoutId !== null || payments.has(idOf(each.payment_intent) ?? '')
    if (isOwn) facts.charges.push(chargeFact(each, checkoutId, []))
    if (isOwn && each.refunds?.has_more) found.isComplete = false
  }
  if (each.object === 'checkout.session') facts.sessions.push(sessionFact(each))
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
const isWhole = ({ isComplete, lease, known, facts }: Case): boolean => {
  const seen = new Set([...facts.subscriptions, ...facts.invoices, ...facts.charges].map(({ id }) => id))
  const named = lease.waiting.flatMap(({ objectId, relatedId }) => [objectId, relatedId ?? ''])
  const wanted = [...known.liveSubscriptionIds, ...named.filter((id) => /^(sub|in|ch|py)_/.test(id))]
  return isComplete && wanted.every((id) => seen.has(id))
}

const finished = ({ facts }: Case) => ({
  ...facts,
  sessions: facts.sessions.filter((session) => session.checkoutId !== null),
  gone: [],
  scope: 'everything' as const,
})
