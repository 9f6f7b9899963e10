import { DAY_MS } from '../platform/clock.ts'
import type { ActionFact, InvoiceFact, SubscriptionFact } from './facts.ts'

/** What the newsroom does when somebody's second recurring contribution is paid beside a first. */
export type SecondPolicy = 'refund' | 'ask'

/** What is to be done about a second contribution of one supporter. */
export type SecondContribution =
  /** Two tabs, or a forgotten first one: the second is ended and its payment returned. */
  | { what: 'undo'; subscriptionId: string; keptId: string }
  /** Nobody can tell what was meant: staff decide. */
  | { what: 'ask'; subscriptionId: string; keptId: string }
  /** The first could not be collected; the second stands in its place. */
  | { what: 'replace'; subscriptionId: string; replacedId: string }

/** A pair that was found before, and what was decided: by staff, or by the rule; null while staff are asked. */
export type KnownSecond = { subscriptionId: string; decided: 'undone' | 'kept' | null }

type Facts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  seconds: readonly KnownSecond[]
}

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid'])
const BEHIND = new Set(['past_due', 'unpaid'])
/** After its first renewal a second contribution is nothing that slipped in a moment ago. */
const FRESH_MS = 25 * DAY_MS

/**
 * Finds the contributions that stand beside another of the same supporter: both paid, neither paused, set to end, or
 * about to be ended by us. One that was found before is left to who decides; it is never ended because the other fails.
 * Those taken over from before Mainstay were the reader's own doing.
 */
export const secondContributions = (facts: Facts, policy: SecondPolicy, now: Date): SecondContribution[] => {
  const paid = (id: string) =>
    facts.invoices.filter((invoice) => invoice.subscriptionId === id && invoice.paidAt)
  const settled = new Set(
    facts.actions
      .filter((action) => action.kind === 'duplicate' || action.kind === 'end')
      .map((action) => action.subscriptionId),
  )
  const live = facts.subscriptions
    .filter(
      (each) => LIVE.has(each.status) && !each.isPaused && each.endedAt === null && each.cancelAt === null,
    )
    .filter((each) => each.checkoutId !== null && !settled.has(each.id) && paid(each.id).length > 0)
    .sort(
      (one, other) => one.startedAt.getTime() - other.startedAt.getTime() || one.id.localeCompare(other.id),
    )
  const found: SecondContribution[] = []
  let kept = live[0]
  for (const second of live.slice(1)) {
    if (!kept) break
    if (facts.seconds.some(({ subscriptionId }) => subscriptionId === second.id)) continue
    const isKeptBehind = BEHIND.has(kept.status)
    if (isKeptBehind && !BEHIND.has(second.status) && beganAfterwards(facts, kept.id, second)) {
      found.push({ what: 'replace', subscriptionId: second.id, replacedId: kept.id })
      kept = second
      continue
    }
    const isFresh = paid(second.id).length === 1 && now.getTime() - second.startedAt.getTime() < FRESH_MS
    const what = policy === 'refund' && isFresh && !isKeptBehind ? 'undo' : 'ask'
    found.push({ what, subscriptionId: second.id, keptId: kept.id })
  }
  return found
}

// Who begins anew after the first has failed means the new one in its place; who had both before meant both.
const beganAfterwards = ({ invoices }: Facts, firstId: string, { startedAt }: SubscriptionFact): boolean =>
  invoices.some((invoice) => invoice.subscriptionId === firstId && isUnpaidSince(invoice, startedAt))

/** Whether an invoice was due at that time and was never paid. */
export const isUnpaidSince = (
  { finalizedAt, paidAt, voidedAt }: Pick<InvoiceFact, 'finalizedAt' | 'paidAt' | 'voidedAt'>,
  at: Date,
): boolean =>
  paidAt === null && finalizedAt !== null && finalizedAt <= at && (voidedAt === null || voidedAt > at)
