import { randomUUID } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import { DAY_MS } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database.ts'
import { factsOfSupporter, knownPayments, putFacts, unfinishedSince, unsettledSince } from './fact-store.ts'
import type { CustomerFacts } from './facts.ts'
import { finishUnit, holdsLease, type Lease } from './inbox-store.ts'
import { lastGiftAt, recordPayments, replaceMovements } from './ledger-store.ts'
import { standingOf } from './standing.ts'
import { type CustomerListing, ownFacts } from './stripe-facts.ts'
import {
  type KnownStanding,
  lockSupporter,
  putCustomer,
  putStanding,
  supporterOfCustomer,
  supporterOfReader,
} from './supporter-store.ts'
import { foldTimeline, type Timeline } from './timeline.ts'

/** A checkout as far as the record cares. */
export type KnownCheckout = { id: string; readerHash: Uint8Array; supporterId: string | null; state: string }

export type Checkouts = {
  find: (transaction: Transaction, ids: readonly string[]) => Promise<KnownCheckout[]>
  complete: (transaction: Transaction, id: string, supporterId: string, now: Date) => Promise<void>
  lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null>
}

export type SyncNeeds = {
  database: Database
  listCustomer: (
    customerId: string,
    since: Date | null,
    sessionIds: readonly string[],
  ) => Promise<CustomerListing>
  checkouts: Checkouts
  now: Clock
  retryDays: number
}

export type Synced = 'recorded' | 'not-ours' | 'lease-lost'

const SETTLING_MS = 5_000

/**
 * Brings one customer's record up to what Stripe says: fetched with no transaction open, written in one. What
 * was waiting decides only that it is fetched, never what is written.
 */
export const syncCustomer = async (needs: SyncNeeds, lease: Lease): Promise<Synced> => {
  const { database, now } = needs
  const customerId = lease.unit
  const since = await unfinishedSince(database, customerId)
  const sessionIds = [
    ...new Set(lease.waiting.map((event) => event.objectId).filter((id) => id.startsWith('cs_'))),
  ]
  // A margin, because an invoice may be older than the charge that pays it.
  const listing = await needs.listCustomer(
    customerId,
    since && new Date(since.getTime() - DAY_MS),
    sessionIds,
  )
  const facts = ownFacts(customerId, listing, await knownPayments(database, customerId))
  return database.inTransaction(async (transaction) => {
    if (!(await holdsLease(transaction, lease))) return 'lease-lost'
    const supporterId = await supporterOf(needs, transaction, facts)
    await putCustomer(transaction, customerId, supporterId)
    if (supporterId === null) {
      await finishUnit(transaction, lease, null, now())
      return 'not-ours'
    }
    const known = await lockSupporter(transaction, supporterId)
    await putFacts(transaction, facts)
    await recordPayments(transaction, supporterId, facts.charges, now())
    await completeCheckouts(needs, transaction, supporterId, facts)
    const timeline = await fold(needs, transaction, supporterId, known)
    await finishUnit(transaction, lease, await nextDue(transaction, customerId, timeline, now()), now())
    return 'recorded'
  })
}

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

/** Movements and standing as the facts now stand. */
const fold = async (
  { checkouts, now, retryDays }: SyncNeeds,
  transaction: Transaction,
  supporterId: string,
  known: KnownStanding,
): Promise<Timeline> => {
  const facts = await factsOfSupporter(transaction, supporterId)
  const timeline = foldTimeline(facts, { now: now(), retryDays })
  await replaceMovements(transaction, supporterId, timeline.movements)
  const standing = standingOf({
    paidUntil: timeline.paidUntil,
    lastGiftAt: await lastGiftAt(transaction, supporterId),
    lastUnpaidCheckoutAt: await checkouts.lastUnpaidAt(transaction, supporterId),
  })
  // What ended is written as a past date, so that no older word can bring it back.
  const next = standing ?? (known.standing && { standing: known.standing, until: new Date(0) })
  if (next && (next.standing !== known.standing || next.until.getTime() !== known.standingUntil?.getTime())) {
    await putStanding(transaction, supporterId, next, now())
  }
  return timeline
}

// A payment without its settlement is asked for again in a few seconds, longer and longer as it ages.
const nextDue = async (
  transaction: Transaction,
  customerId: string,
  timeline: Timeline,
  now: Date,
): Promise<Date | null> => {
  const unsettled = await unsettledSince(transaction, customerId)
  if (!unsettled) return timeline.nextLapseAt
  const age = Math.max(0, now.getTime() - unsettled.getTime())
  const again = new Date(now.getTime() + Math.max(SETTLING_MS, Math.min(age, DAY_MS)))
  return timeline.nextLapseAt && timeline.nextLapseAt < again ? timeline.nextLapseAt : again
}
