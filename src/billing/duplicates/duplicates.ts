import type { Currency } from '../../money/currency.ts'
import { DAY_MS } from '../../platform/clock.ts'
import { wasPastDue } from '../model/arrears.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../model/facts.ts'

/** The newsroom's rule for a second subscription of one supporter: refund it, or ask staff. */
export type DuplicatePolicy = 'refund' | 'ask'

/** A pair of subscriptions of one supporter, and the action that the rules ask for. */
export type Duplicate =
  /** Accidental, as from two tabs: cancel and refund the newer one. */
  | { action: 'refund'; subscriptionId: string; keptId: string }
  /** Unclear: staff decide. */
  | { action: 'ask'; subscriptionId: string; keptId: string }
  /** The older one could not be collected: the newer one replaces it. */
  | { action: 'replace'; subscriptionId: string; replacedId: string }

/** `refunded`: canceled and its payment refunded. `canceled`: the payment stays. */
export type DuplicateDecision = 'refunded' | 'kept' | 'canceled'

/** A duplicate that was found before. `decision` is null while staff have not decided. */
export type KnownDuplicate = { subscriptionId: string; keptId: string; decision: DuplicateDecision | null }

type Facts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  pauses: readonly PauseFact[]
  duplicates: readonly KnownDuplicate[]
}

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid'])
const PAST_DUE = new Set(['past_due', 'unpaid'])
/** A subscription that was renewed is no accident any more. */
const MAX_ACCIDENT_AGE_MS = 25 * DAY_MS

/**
 * Finds subscriptions beside another one of the same supporter and currency. Both are paid, and neither is paused or
 * being canceled. A known duplicate keeps its decision, even if the kept one fails later. Two imported
 * subscriptions are intentional, and so are two currencies.
 */
export const findDuplicates = (facts: Facts, policy: DuplicatePolicy, now: Date): Duplicate[] => {
  const live = findLive(facts)
  const found: Duplicate[] = []
  const kept = new Map<Currency, SubscriptionFact>()
  for (const newer of live) {
    const known = facts.duplicates.find(({ subscriptionId }) => subscriptionId === newer.id)
    // A subscription may replace a failed one in any currency.
    const failed = [...kept.values()].filter((each) => !known && replacesFailed(facts, each, newer))
    const older = kept.get(newer.currency) ?? failed[0]
    if (!older) {
      kept.set(newer.currency, newer)
      continue
    }
    // If the kept one was canceled before anybody decided, there may be another one beside it.
    const isOpen = known?.decision === null && !live.some(({ id }) => id === known.keptId)
    if (known && !isOpen) continue
    if (older.checkoutId === null && newer.checkoutId === null) continue
    if (failed.includes(older)) {
      found.push({ action: 'replace', subscriptionId: newer.id, replacedId: older.id })
      kept.delete(older.currency)
      kept.set(newer.currency, newer)
      continue
    }
    const isAccident = !known && isAccidental(facts, { older, newer }, now)
    const action = policy === 'refund' && isAccident ? 'refund' : 'ask'
    found.push({ action, subscriptionId: newer.id, keptId: older.id })
  }
  return found
}

const paidInvoicesOf = ({ invoices }: Facts, id: string): InvoiceFact[] =>
  invoices.filter((invoice) => invoice.subscriptionId === id && invoice.paidAt)

const findLive = (facts: Facts): SubscriptionFact[] => {
  const beingCanceled = new Set(
    facts.actions
      .filter((action) => action.kind === 'duplicate' || action.kind === 'cancel')
      .map((action) => action.subscriptionId),
  )
  return facts.subscriptions
    .filter((each) => LIVE.has(each.status) && each.endedAt === null)
    .filter(({ isPaused, cancelAt }) => !isPaused && cancelAt === null)
    .filter((each) => !beingCanceled.has(each.id) && paidInvoicesOf(facts, each.id).length > 0)
    .sort(
      (one, other) => one.startedAt.getTime() - other.startedAt.getTime() || one.id.localeCompare(other.id),
    )
}

// A subscription started after the older one failed is meant as its replacement. If the older one failed later, both
// were intentional. Staff decide about subscriptions from elsewhere and about those that replace another one already.
const replacesFailed = (facts: Facts, older: SubscriptionFact, newer: SubscriptionFact): boolean =>
  PAST_DUE.has(older.status) &&
  !PAST_DUE.has(newer.status) &&
  newer.checkoutId !== null &&
  !facts.actions.some(({ kind, subscriptionId }) => kind === 'replacement' && subscriptionId === newer.id) &&
  wasPastDue(
    facts.invoices.filter((invoice) => invoice.subscriptionId === older.id),
    newer.startedAt,
  )

type Pair = { older: SubscriptionFact; newer: SubscriptionFact }

const isAccidental = (facts: Facts, { older, newer }: Pair, now: Date): boolean => {
  const isFresh =
    paidInvoicesOf(facts, newer.id).length === 1 &&
    now.getTime() - newer.startedAt.getTime() < MAX_ACCIDENT_AGE_MS
  // A subscription started while the older one was paused is intentional. If the older one resumes by itself, staff
  // decide. A pause made at Stripe is dated when it was first seen, which may be a little late.
  const wasPaused = facts.pauses.some(
    ({ subscriptionId, pausedAt, resumedAt }) =>
      subscriptionId === older.id &&
      pausedAt.getTime() - DAY_MS <= newer.startedAt.getTime() &&
      (resumedAt === null || newer.startedAt < resumedAt),
  )
  return newer.checkoutId !== null && isFresh && !PAST_DUE.has(older.status) && !wasPaused
}
