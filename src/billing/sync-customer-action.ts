import { randomUUID } from 'node:crypto'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import type { Database, Queryable, Transaction } from '../platform/database.ts'
import { type Known, knownOf, unsettledSince } from './charge-store.ts'
import type { Wanted } from './customer-gateway.ts'
import { endGone, putFacts } from './fact-store.ts'
import type { CustomerFacts } from './facts.ts'
import { foldSupporter } from './fold-supporter-action.ts'
import { finishUnit, holdsLease, type Lease, type NextDue } from './lease-store.ts'
import { entriesOf } from './ledger.ts'
import { recordEntries } from './ledger-store.ts'
import { isOwnProductOf } from './products.ts'
import type { BillingRules } from './rules.ts'
import { type CustomerListing, type Ownership, ownFacts } from './stripe-facts.ts'
import { lockSupporter, putCustomer, supporterOfCustomer, supporterOfReader } from './supporter-store.ts'
import type { Timeline } from './timeline.ts'
import { scopeOf } from './watched-events.ts'

/** A checkout as far as the record cares. */
export type KnownCheckout = { id: string; readerHash: Uint8Array; supporterId: string | null; state: string }

export type Checkouts = {
  find: (transaction: Transaction, ids: readonly string[]) => Promise<KnownCheckout[]>
  complete: (transaction: Transaction, id: string, supporterId: string, now: Date) => Promise<void>
  lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null>
}

export type Fetched = CustomerListing & { gone: readonly string[] }

export type SyncNeeds = {
  database: Database
  listCustomer: (wanted: Wanted) => Promise<Fetched>
  checkouts: Checkouts
  now: Clock
  rules: BillingRules
}

export type Synced = 'recorded' | 'not-ours' | 'lease-lost'

/**
 * Brings one customer's record up to what Stripe says: fetched with no transaction open, written in one. What
 * was waiting decides only what is fetched, never what is written.
 */
export const syncCustomer = async (needs: SyncNeeds, lease: Lease): Promise<Synced> => {
  const { database } = needs
  if (isCovered(lease) || (await isForeign(database, lease))) return setAside(needs, lease)
  const known = await knownOf(database, lease.unit)
  const wanted = wantedOf(lease, known)
  const { gone, ...listing } = await needs.listCustomer(wanted)
  const facts = ownFacts(lease.unit, listing, ownershipOf(known))
  return writeCustomer(needs, lease, { ...facts, gone, scope: wanted.scope })
}

export const ownershipOf = ({ adopted, adoptedProducts, payments }: Known): Ownership => ({
  adopted,
  isOwnProduct: isOwnProductOf(adoptedProducts),
  knownPayments: payments,
})

const CLOCKS_APART_MS = 60_000

// What can wait moves no money and ends nothing: it is answered by any fetch of everything since it happened.
const isCovered = ({ waiting, wants, fetchedAt, fetchAll }: Lease): boolean =>
  wants === 'nothing' &&
  !fetchAll &&
  waiting.length > 0 &&
  fetchedAt !== null &&
  waiting.every(
    ({ isPatient, createdAt }) => isPatient && createdAt.getTime() <= fetchedAt.getTime() + CLOCKS_APART_MS,
  )

// A shop's customer in the same account is looked at once, and again only when something of ours is named.
export const isForeign = async (database: Queryable, { unit, waiting, wants }: Lease): Promise<boolean> =>
  wants !== 'everything' &&
  !waiting.some((event) => event.namesUs) &&
  (await supporterOfCustomer(database, unit)) === null

const setAside = ({ database, now }: SyncNeeds, lease: Lease): Promise<Synced> =>
  database.inTransaction(async (transaction) => {
    if (!(await holdsLease(transaction, lease))) return 'lease-lost'
    await finishUnit(transaction, lease, { next: null, scope: 'nothing' }, now())
    return 'not-ours'
  })

const wantedOf = ({ unit, waiting, wants, fetchAll }: Lease, known: Known): Wanted => {
  const named = [...new Set(waiting.flatMap(({ objectId, relatedId }) => [objectId, relatedId ?? '']))]
  const ids = (prefix: string) => named.filter((id) => id.startsWith(prefix))
  const isAll = fetchAll || wants === 'everything'
  const scope = waiting.length > 0 ? scopeOf(waiting.map(({ type }) => type)) : 'charges'
  return {
    customerId: unit,
    // A margin, because an invoice may be older than the charge that pays it.
    since: fetchAll ? null : known.since && new Date(known.since.getTime() - DAY_MS),
    scope: isAll ? 'everything' : scope,
    sessionIds: ids('cs_'),
    invoiceIds: ids('in_'),
    chargeIds: [...new Set([...ids('ch_'), ...ids('py_'), ...known.unfinishedChargeIds])],
    subscriptionIds: [...new Set([...ids('sub_'), ...known.liveSubscriptionIds])],
    adopted: known.adopted,
  }
}

/** Writes what was fetched of a customer, if the lease is still this worker's. `gone`: what Stripe has no longer. */
export const writeCustomer = (
  needs: SyncNeeds,
  lease: Lease,
  { gone, scope, ...facts }: CustomerFacts & { gone: readonly string[]; scope: Wanted['scope'] },
): Promise<Synced> => {
  const { database, now } = needs
  return database.inTransaction(async (transaction) => {
    if (!(await holdsLease(transaction, lease))) return 'lease-lost'
    const supporterId = await supporterOf(needs, transaction, facts)
    await putCustomer(transaction, lease.unit, supporterId)
    if (supporterId === null) {
      await finishUnit(transaction, lease, { next: null, scope }, now())
      return 'not-ours'
    }
    const standing = await lockSupporter(transaction, supporterId)
    await putFacts(transaction, facts)
    if (gone.length > 0) await endGone(transaction, gone, deletedAt(lease) ?? now())
    await recordEntries(transaction, supporterId, entriesOf(facts.charges), now())
    await completeCheckouts(needs, transaction, supporterId, facts)
    const timeline = await foldSupporter(needs, transaction, { supporterId, standing, fetched: facts })
    const next = await nextDue(transaction, lease.unit, timeline, now())
    await finishUnit(transaction, lease, { next, scope }, now())
    return 'recorded'
  })
}

const deletedAt = ({ waiting }: Lease): Date | null =>
  waiting.find((event) => event.type === 'customer.deleted')?.createdAt ?? null

const checkoutIdsIn = ({ subscriptions, charges, sessions }: CustomerFacts): string[] => [
  ...new Set(
    [...subscriptions, ...charges, ...sessions].map((fact) => fact.checkoutId).filter((id) => id !== null),
  ),
]

/** Whose customer it is: as known, else that of the checkout that made it, else nobody of ours. */
const supporterOf = async (
  needs: SyncNeeds,
  transaction: Transaction,
  facts: CustomerFacts,
): Promise<string | null> => {
  const known = await supporterOfCustomer(transaction, facts.customerId)
  if (known) return known
  const [first] = await needs.checkouts.find(transaction, checkoutIdsIn(facts))
  if (!first) return null
  if (first.supporterId) return first.supporterId
  return supporterOfReader(transaction, { hash: first.readerHash, newId: randomUUID() }, needs.now())
}

const completeCheckouts = async (
  { checkouts, now }: SyncNeeds,
  transaction: Transaction,
  supporterId: string,
  facts: CustomerFacts,
): Promise<void> => {
  const completed = new Set([
    ...facts.subscriptions.map((subscription) => subscription.checkoutId),
    ...facts.charges.filter((charge) => charge.status === 'succeeded').map((charge) => charge.checkoutId),
    ...facts.sessions.filter((session) => session.status === 'complete').map((session) => session.checkoutId),
  ])
  for (const checkout of await checkouts.find(transaction, checkoutIdsIn(facts))) {
    if (checkout.state === 'complete' || !completed.has(checkout.id)) continue
    await checkouts.complete(transaction, checkout.id, supporterId, now())
  }
}

const SETTLING_MS = 5_000

// A payment without its settlement is asked for again in a few seconds, longer and longer as it ages.
const nextDue = async (
  transaction: Transaction,
  customerId: string,
  timeline: Timeline,
  now: Date,
): Promise<NextDue> => {
  const lapse: NextDue = timeline.nextLapseAt && { at: timeline.nextLapseAt, wants: 'everything' }
  const unsettled = await unsettledSince(transaction, customerId)
  if (!unsettled) return lapse
  const age = Math.max(0, now.getTime() - unsettled.getTime())
  const again = new Date(now.getTime() + Math.max(SETTLING_MS, Math.min(age, DAY_MS)))
  return lapse && lapse.at < again ? lapse : { at: again, wants: 'charges' }
}
