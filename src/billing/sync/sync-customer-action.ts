import { randomUUID } from 'node:crypto'
import type { Language } from '../../messages/messages.ts'
import { type Clock, DAY_MS } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { latest } from '../history/subscription-history.ts'
import type { CustomerReport, ReportedFailure } from '../mails/due-mails.ts'
import { queueMails } from '../mails/queue-mails-action.ts'
import type { BillingRules } from '../model/billing-rules.ts'
import type { CustomerFacts } from '../model/facts.ts'
import type { FetchRequest } from '../model/fetch-request.ts'
import { knownOf } from '../record/charge-store.ts'
import { recordDeletedSubscriptions, saveFacts } from '../record/fact-store.ts'
import {
  findOrCreateSupporter,
  type LockedSupporter,
  lockCustomer,
  lockSupporter,
  saveCustomer,
} from '../record/supporter-store.ts'
import { type CustomerListing, selectOurFacts } from '../stripe/shapes/our-facts.ts'
import { fetchRequestOf, isCovered, isUnrelated, ownershipOf } from './fetch-plan.ts'
import { finishSyncJob, hasLease, type Lease, type NextDue } from './lease-store.ts'
import { refoldSupporter } from './refold-supporter-action.ts'

/** A checkout as far as the record cares. */
export type KnownCheckout = {
  id: string
  readerHash: Uint8Array
  supporterId: string | null
  state: string
}

export type Checkouts = {
  find: (transaction: Transaction, ids: readonly string[]) => Promise<KnownCheckout[]>
  complete: (transaction: Transaction, id: string, supporterId: string, now: Date) => Promise<void>
  lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null>
}

export type Fetched = CustomerListing & { gone: readonly string[] }

export type SyncNeeds = {
  database: Database
  listCustomer: (wanted: FetchRequest) => Promise<Fetched>
  checkouts: Checkouts
  now: Clock
  rules: BillingRules
  /** That of a mail to whom we know no other of. */
  mailLanguage: Language
}

export type Synced = 'recorded' | 'not-ours' | 'lease-lost'

/**
 * Brings one customer's record up to what Stripe says: fetched with no transaction open, written in one. What
 * was waiting decides only what is fetched, never what is written.
 */
export const syncCustomer = async (needs: SyncNeeds, lease: Lease): Promise<Synced> => {
  if (isCovered(lease)) return setAside(needs, lease)
  const known = await knownOf(needs.database, lease.syncKey)
  if (isUnrelated(lease, known)) return setAside(needs, lease)
  const wanted = fetchRequestOf(lease, known)
  const { gone, ...listing } = await needs.listCustomer(wanted)
  const facts = selectOurFacts(lease.syncKey, listing, ownershipOf(known))
  return recordCustomer(needs, lease, { ...facts, gone, scope: wanted.scope })
}

const setAside = ({ database, now }: SyncNeeds, lease: Lease): Promise<Synced> =>
  database.inTransaction(async (transaction) => {
    if (!(await hasLease(transaction, lease))) return 'lease-lost'
    await finishSyncJob(transaction, lease, { next: null, scope: 'nothing' }, now())
    return 'not-ours'
  })

/** Writes what was fetched of a customer, if the lease is still this worker's. `gone`: what Stripe has no longer. */
export const recordCustomer = (
  needs: SyncNeeds,
  lease: Lease,
  { gone, scope, ...facts }: CustomerFacts & { gone: readonly string[]; scope: FetchRequest['scope'] },
): Promise<Synced> => {
  const { database, now } = needs
  return database.inTransaction(async (transaction) => {
    const held = await lockCustomer(transaction, lease)
    if (!held.isHeld) return 'lease-lost'
    const supporter = held.supporter ?? (await newSupporter(needs, transaction, facts))
    if (supporter === null) {
      await finishSyncJob(transaction, lease, { next: null, scope }, now())
      return 'not-ours'
    }
    const unfinished = await saveFacts(transaction, supporter.id, facts, now())
    if (gone.length > 0) await recordDeletedSubscriptions(transaction, gone, deletedAt(lease) ?? now())
    const completed = completedIn(facts)
    for (const id of unfinished.filter((each) => completed.has(each)))
      await needs.checkouts.complete(transaction, id, supporter.id, now())
    const shown = { subscriptions: facts.subscriptions, fetchedAt: lease.leasedAt }
    const { timeline, record } = await refoldSupporter(needs, transaction, { supporter, shown })
    await queueMails(needs, transaction, { facts: record, report: reportOf(lease) })
    const unsettled = record.unsettled.find(({ customerId }) => customerId === lease.syncKey)
    const next = nextDue(timeline.nextLapseAt, unsettled?.since ?? null, now())
    await finishSyncJob(transaction, lease, { next, scope }, now())
    return 'recorded'
  })
}

const FAILED = 'invoice.payment_failed'
const ACTION = 'invoice.payment_action_required'

const reportOf = ({ syncKey, waiting }: Lease): CustomerReport => {
  const report = waiting.filter(({ type }) => type === FAILED || type === ACTION)
  const failures = [...new Set(report.map(({ objectId }) => objectId))].map((invoiceId): ReportedFailure => {
    const own = report.filter(({ objectId }) => objectId === invoiceId)
    const at = latest(own.map(({ createdAt }) => createdAt)) ?? new Date(0)
    return { invoiceId, at, requiresAction: own.some(({ type }) => type === ACTION) }
  })
  return { customerId: syncKey, failures }
}

const deletedAt = ({ waiting }: Lease): Date | null =>
  waiting.find((event) => event.type === 'customer.deleted')?.createdAt ?? null

const checkoutIdsIn = ({ subscriptions, charges, sessions }: CustomerFacts): string[] => [
  ...new Set(
    [...subscriptions, ...charges, ...sessions].map((fact) => fact.checkoutId).filter((id) => id !== null),
  ),
]

/** Whose customer it is that was not known: that of the checkout that made it, or nobody of ours. */
const newSupporter = async (
  { checkouts, now }: SyncNeeds,
  transaction: Transaction,
  facts: CustomerFacts,
): Promise<LockedSupporter | null> => {
  const [first] = await checkouts.find(transaction, checkoutIdsIn(facts))
  const supporterId = first ? await supporterOf(transaction, first, now()) : null
  await saveCustomer(transaction, { customerId: facts.customerId, supporterId }, now())
  return supporterId === null ? null : lockSupporter(transaction, supporterId)
}

const supporterOf = async (
  transaction: Transaction,
  { supporterId, readerHash }: KnownCheckout,
  now: Date,
): Promise<string> =>
  supporterId ?? (await findOrCreateSupporter(transaction, { hash: readerHash, newId: randomUUID() }, now))

const completedIn = ({ subscriptions, charges, sessions }: CustomerFacts): Set<string | null> =>
  new Set([
    ...subscriptions.map((subscription) => subscription.checkoutId),
    ...charges.filter((charge) => charge.status === 'succeeded').map((charge) => charge.checkoutId),
    ...sessions.filter((session) => session.status === 'complete').map((session) => session.checkoutId),
  ])

const SETTLING_MS = 5_000

// A payment without its settlement is asked for again in a few seconds, longer and longer as it ages.
const nextDue = (lapseAt: Date | null, unsettled: Date | null, now: Date): NextDue => {
  const lapse: NextDue = lapseAt && { at: lapseAt, fetchScope: 'everything' }
  if (!unsettled) return lapse
  const age = Math.max(0, now.getTime() - unsettled.getTime())
  const again = new Date(now.getTime() + Math.max(SETTLING_MS, Math.min(age, DAY_MS)))
  return lapse && lapse.at < again ? lapse : { at: again, fetchScope: 'charges' }
}
