import { randomUUID } from 'node:crypto'
import type { Language } from '../../messages/messages.ts'
import { type Clock, DAY_MS } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import type { CustomerReport, ReportedFailure } from '../mails/due-mails.ts'
import { queueMails } from '../mails/queue-mails-action.ts'
import type { BillingRules } from '../model/billing-rules.ts'
import type { CustomerFacts } from '../model/facts.ts'
import type { FetchRequest } from '../model/fetch-request.ts'
import { findKnownCustomer } from '../record/charge-store.ts'
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

/** The fields of a checkout that the record reads. */
export type KnownCheckout = {
  id: string
  readerHash: Uint8Array
  supporterId: string | null
  state: string
}

export type Checkouts = {
  lock: (transaction: Transaction, ids: readonly string[]) => Promise<KnownCheckout[]>
  /** Moves what stands under the readers before the one of a checkout. `hash` in hex. */
  moveSenders: (transaction: Transaction, hash: string, now: Date) => Promise<unknown>
  complete: (
    transaction: Transaction,
    completed: { id: string; supporterId: string },
    now: Date,
  ) => Promise<void>
  lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null>
}

/** `gone`: ids of subscriptions that Stripe no longer has. */
export type Fetched = CustomerListing & { gone: readonly string[] }

export type SyncNeeds = {
  database: Database
  listCustomer: (request: FetchRequest) => Promise<Fetched>
  checkouts: Checkouts
  now: Clock
  rules: BillingRules
  /** The language of mails to a customer whose language is unknown. */
  mailLanguage: Language
}

export type SyncResult = 'recorded' | 'not-ours' | 'lease-lost'

/**
 * Fetches a customer from Stripe and records it: the fetch with no transaction open, the record in one. The waiting
 * events decide only which objects are fetched, never what is recorded.
 */
export const syncCustomer = async (needs: SyncNeeds, lease: Lease): Promise<SyncResult> => {
  if (isCovered(lease)) return finishUnfetched(needs, lease)
  const known = await findKnownCustomer(needs.database, lease.syncKey)
  if (isUnrelated(lease, known)) return finishUnfetched(needs, lease)
  const request = fetchRequestOf(lease, known)
  const { gone, ...listing } = await needs.listCustomer(request)
  const facts = selectOurFacts(lease.syncKey, listing, ownershipOf(known))
  return recordCustomer(needs, lease, { facts, deletedIds: gone, scope: request.scope })
}

const finishUnfetched = ({ database, now }: SyncNeeds, lease: Lease): Promise<SyncResult> =>
  database.inTransaction(async (transaction) => {
    if (!(await hasLease(transaction, lease))) return 'lease-lost'
    await finishSyncJob(transaction, lease, { next: null, scope: 'nothing', now: now() })
    return 'not-ours'
  })

/** `deletedIds`: ids of subscriptions that Stripe no longer has. */
type CustomerState = {
  facts: CustomerFacts
  deletedIds: readonly string[]
  scope: FetchRequest['scope']
}

/** Records a fetched customer, if this process still has the lease. */
export const recordCustomer = (
  needs: SyncNeeds,
  lease: Lease,
  { facts, deletedIds, scope }: CustomerState,
): Promise<SyncResult> => {
  const { database, now } = needs
  return database.inTransaction(async (transaction) => {
    const locked = await lockCustomer(transaction, lease)
    if (!locked.hasLease) return 'lease-lost'
    const supporter = locked.supporter ?? (await findSupporter(transaction, needs, facts))
    if (supporter === null) {
      await finishSyncJob(transaction, lease, { next: null, scope, now: now() })
      return 'not-ours'
    }
    const incomplete = await saveFacts(transaction, { supporterId: supporter.id, facts }, now())
    if (deletedIds.length > 0)
      await recordDeletedSubscriptions(transaction, deletedIds, customerDeletedAt(lease) ?? now())
    const completed = completedCheckouts(facts)
    for (const id of incomplete.filter((each) => completed.has(each)))
      await needs.checkouts.complete(transaction, { id, supporterId: supporter.id }, now())
    const snapshot = { subscriptions: facts.subscriptions, fetchedAt: lease.leasedAt }
    const { timeline, record } = await refoldSupporter(transaction, needs, { supporter, snapshot })
    await queueMails(transaction, needs, { facts: record, report: failuresIn(lease) })
    const unsettled = record.unsettled.find(({ customerId }) => customerId === lease.syncKey)
    const next = nextDue(timeline.nextLapseAt, unsettled?.since ?? null, now())
    await finishSyncJob(transaction, lease, { next, scope, now: now() })
    return 'recorded'
  })
}

const FAILED = 'invoice.payment_failed'
const ACTION_REQUIRED = 'invoice.payment_action_required'

const failuresIn = ({ syncKey, waiting }: Lease): CustomerReport => {
  const failures = new Map<string, ReportedFailure>()
  for (const { type, objectId: invoiceId, createdAt } of waiting) {
    if (type !== FAILED && type !== ACTION_REQUIRED) continue
    const known = failures.get(invoiceId)
    failures.set(invoiceId, {
      invoiceId,
      at: known && known.at > createdAt ? known.at : createdAt,
      requiresAction: known?.requiresAction === true || type === ACTION_REQUIRED,
    })
  }
  return { customerId: syncKey, failures: [...failures.values()] }
}

const customerDeletedAt = ({ waiting }: Lease): Date | null =>
  waiting.find((event) => event.type === 'customer.deleted')?.createdAt ?? null

const checkoutIdsIn = ({ subscriptions, charges, sessions }: CustomerFacts): string[] => [
  ...new Set(
    [...subscriptions, ...charges, ...sessions].map((fact) => fact.checkoutId).filter((id) => id !== null),
  ),
]

/** Finds the supporter of an unknown customer by its checkout. Null if the customer is not ours. */
const findSupporter = async (
  transaction: Transaction,
  { checkouts, now }: SyncNeeds,
  facts: CustomerFacts,
): Promise<LockedSupporter | null> => {
  const [first] = await checkouts.lock(transaction, checkoutIdsIn(facts))
  const supporterId = first ? await supporterOfCheckout(transaction, { checkouts, now }, first) : null
  await saveCustomer(transaction, { customerId: facts.customerId, supporterId }, now())
  return supporterId === null ? null : lockSupporter(transaction, supporterId)
}

/** Finds the supporter of a checkout by its reader, or makes one. */
export const supporterOfCheckout = async (
  transaction: Transaction,
  { checkouts, now }: Pick<SyncNeeds, 'checkouts' | 'now'>,
  { supporterId, readerHash }: KnownCheckout,
): Promise<string> => {
  if (supporterId !== null) return supporterId
  // The payment may be recorded before the new cookie comes back.
  await checkouts.moveSenders(transaction, Buffer.from(readerHash).toString('hex'), now())
  return findOrCreateSupporter(transaction, { hash: readerHash, newId: randomUUID() }, now())
}

const completedCheckouts = ({ subscriptions, charges, sessions }: CustomerFacts): Set<string | null> =>
  new Set([
    ...subscriptions.map((subscription) => subscription.checkoutId),
    ...charges.filter((charge) => charge.status === 'succeeded').map((charge) => charge.checkoutId),
    ...sessions.filter((session) => session.status === 'complete').map((session) => session.checkoutId),
  ])

const MIN_SETTLING_MS = 5_000

// A payment without a settlement is fetched again after a few seconds, and less often as it ages.
const nextDue = (lapseAt: Date | null, unsettledSince: Date | null, now: Date): NextDue => {
  const lapse: NextDue = lapseAt && { at: lapseAt, fetchScope: 'everything' }
  if (!unsettledSince) return lapse
  const age = Math.max(0, now.getTime() - unsettledSince.getTime())
  const retryAt = new Date(now.getTime() + Math.max(MIN_SETTLING_MS, Math.min(age, DAY_MS)))
  return lapse && lapse.at < retryAt ? lapse : { at: retryAt, fetchScope: 'charges' }
}
