import type { Currency } from '../../money/currency.ts'
import { DAY_MS } from '../../platform/clock.ts'
import { wasPastDue } from '../model/arrears.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../model/facts.ts'

/** What the newsroom does when somebody's second recurring contribution is paid beside a first. */
export type DuplicatePolicy = 'refund' | 'ask'

/** What is to be done about a second contribution of one supporter. */
export type Duplicate =
  /** Two tabs, or a forgotten first one: the second is ended and its payment returned. */
  | { what: 'undo'; subscriptionId: string; keptId: string }
  /** Nobody can tell what was meant: staff decide. */
  | { what: 'ask'; subscriptionId: string; keptId: string }
  /** The first could not be collected; the second stands in its place. */
  | { what: 'replace'; subscriptionId: string; replacedId: string }

/** Undone: ended, and its payment returned. Ended: what it paid stays. */
export type DuplicateDecision = 'refunded' | 'kept' | 'canceled'

/** A pair that was found before, and what was decided: by staff, or by the rule; null while staff are asked. */
export type KnownDuplicate = { subscriptionId: string; keptId: string; decision: DuplicateDecision | null }

type Facts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  pauses: readonly PauseFact[]
  seconds: readonly KnownDuplicate[]
}

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid'])
const PAST_DUE = new Set(['past_due', 'unpaid'])
/** After its first renewal a second contribution is nothing that slipped in a moment ago. */
const FRESH_MS = 25 * DAY_MS

/**
 * Finds the contributions that stand beside another of the same supporter: both paid, neither paused, set to end, or
 * about to be ended by us. One that was found before is left to who decides; it is never ended because the other fails.
 * Two that were both taken over from before Mainstay were the reader's own doing, and so are two currencies.
 */
export const findDuplicates = (facts: Facts, policy: DuplicatePolicy, now: Date): Duplicate[] => {
  const live = liveOf(facts)
  const found: Duplicate[] = []
  const kept = new Map<Currency, SubscriptionFact>()
  for (const second of live) {
    const known = facts.seconds.find(({ subscriptionId }) => subscriptionId === second.id)
    // What failed is replaced in whatever currency its supporter begins anew.
    const failed = [...kept.values()].filter((first) => !known && replacesFailed(facts, first, second))
    const first = kept.get(second.currency) ?? failed[0]
    if (!first) {
      kept.set(second.currency, second)
      continue
    }
    // What it stood beside has ended before anybody decided: it may stand beside another.
    const isOpen = known?.decision === null && !live.some(({ id }) => id === known.keptId)
    if (known && !isOpen) continue
    if (first.checkoutId === null && second.checkoutId === null) continue
    if (failed.includes(first)) {
      found.push({ what: 'replace', subscriptionId: second.id, replacedId: first.id })
      kept.delete(first.currency)
      kept.set(second.currency, second)
      continue
    }
    const what = known ? 'ask' : answerTo(facts, first, second, policy, now)
    found.push({ what, subscriptionId: second.id, keptId: first.id })
  }
  return found
}

const paidOf = ({ invoices }: Facts, id: string): InvoiceFact[] =>
  invoices.filter((invoice) => invoice.subscriptionId === id && invoice.paidAt)

const liveOf = (facts: Facts): SubscriptionFact[] => {
  const settled = new Set(
    facts.actions
      .filter((action) => action.kind === 'duplicate' || action.kind === 'cancel')
      .map((action) => action.subscriptionId),
  )
  return facts.subscriptions
    .filter((each) => LIVE.has(each.status) && each.endedAt === null)
    .filter(({ isPaused, cancelAt }) => !isPaused && cancelAt === null)
    .filter((each) => !settled.has(each.id) && paidOf(facts, each.id).length > 0)
    .sort(
      (one, other) => one.startedAt.getTime() - other.startedAt.getTime() || one.id.localeCompare(other.id),
    )
}

// Who begins anew after the first has failed means the new one in its place; who had both before meant both. What was
// made elsewhere is for people to judge, and so is what replaces another already.
const replacesFailed = (facts: Facts, first: SubscriptionFact, second: SubscriptionFact): boolean =>
  PAST_DUE.has(first.status) &&
  !PAST_DUE.has(second.status) &&
  second.checkoutId !== null &&
  !facts.actions.some(({ kind, subscriptionId }) => kind === 'replacement' && subscriptionId === second.id) &&
  wasPastDue(
    facts.invoices.filter((invoice) => invoice.subscriptionId === first.id),
    second.startedAt,
  )

const answerTo = (
  facts: Facts,
  kept: SubscriptionFact,
  second: SubscriptionFact,
  policy: DuplicatePolicy,
  now: Date,
): 'undo' | 'ask' => {
  const isFresh =
    paidOf(facts, second.id).length === 1 && now.getTime() - second.startedAt.getTime() < FRESH_MS
  // Who gives anew while the first is paused meant to: when that goes on by itself, nobody can tell which is wanted. A
  // pause made at Stripe is dated when it was seen, which may be a little late.
  const wasPaused = facts.pauses.some(
    ({ subscriptionId, pausedAt, resumedAt }) =>
      subscriptionId === kept.id &&
      pausedAt.getTime() - DAY_MS <= second.startedAt.getTime() &&
      (resumedAt === null || second.startedAt < resumedAt),
  )
  const isOurs = second.checkoutId !== null
  return policy === 'refund' && isOurs && isFresh && !PAST_DUE.has(kept.status) && !wasPaused ? 'undo' : 'ask'
}
