import { DAY_MS } from '../platform/clock.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from './facts.ts'

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

/** Undone: ended, and its payment returned. Ended: what it paid stays. */
export type Decided = 'undone' | 'kept' | 'ended'

/** A pair that was found before, and what was decided: by staff, or by the rule; null while staff are asked. */
export type KnownSecond = { subscriptionId: string; keptId: string; decided: Decided | null }

/** A contribution that its giver asked for in another's place. */
export type Succession = { subscriptionId: string; replacedId: string }

type Facts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  pauses: readonly PauseFact[]
  seconds: readonly KnownSecond[]
  successions: readonly Succession[]
}

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid'])
const BEHIND = new Set(['past_due', 'unpaid'])
/** After its first renewal a second contribution is nothing that slipped in a moment ago. */
const FRESH_MS = 25 * DAY_MS

/**
 * Finds the contributions that stand beside another of the same supporter: both paid, neither paused, set to end, or
 * about to be ended by us. One that was found before is left to who decides; it is never ended because the other fails.
 * Two that were both taken over from before Mainstay were the reader's own doing.
 */
export const secondContributions = (facts: Facts, policy: SecondPolicy, now: Date): SecondContribution[] => {
  const begun = begunOf(facts)
  const live = begun.filter(({ isPaused, cancelAt }) => !isPaused && cancelAt === null)
  // Also one that its giver has paused or set to end since: they do not want the first back.
  const successors = successorsAmong(facts, begun)
  const found: SecondContribution[] = takingOver(begun, successors, live)
  const standing = live.filter(
    ({ id }) => !found.some((each) => 'replacedId' in each && each.replacedId === id),
  )
  let kept = standing[0]
  for (const second of standing.slice(1)) {
    if (!kept) break
    if (successors.has(second.id)) continue
    const known = facts.seconds.find(({ subscriptionId }) => subscriptionId === second.id)
    // What it stood beside has ended before anybody decided: it may stand beside another.
    const isOpen = known?.decided === null && !live.some(({ id }) => id === known.keptId)
    if (known && !isOpen) continue
    if (kept.checkoutId === null && second.checkoutId === null) continue
    const what = known ? 'ask' : answerTo(facts, kept, second, policy, now)
    if (what === 'replace') {
      found.push({ what, subscriptionId: second.id, replacedId: kept.id })
      kept = second
    } else found.push({ what, subscriptionId: second.id, keptId: kept.id })
  }
  return found
}

const paidOf = ({ invoices }: Facts, id: string): InvoiceFact[] =>
  invoices.filter((invoice) => invoice.subscriptionId === id && invoice.paidAt)

const begunOf = (facts: Facts): SubscriptionFact[] => {
  const settled = new Set(
    facts.actions
      .filter((action) => action.kind === 'duplicate' || action.kind === 'end')
      .map((action) => action.subscriptionId),
  )
  return facts.subscriptions
    .filter((each) => LIVE.has(each.status) && each.endedAt === null)
    .filter((each) => !settled.has(each.id) && paidOf(facts, each.id).length > 0)
    .sort(
      (one, other) => one.startedAt.getTime() - other.startedAt.getTime() || one.id.localeCompare(other.id),
    )
}

/** What was asked for in another's place, with what it replaces: of several in the same place the first. */
const successorsAmong = (
  { successions }: Facts,
  begun: readonly SubscriptionFact[],
): ReadonlyMap<string, string> => {
  const byReplaced = new Map<string, string>()
  for (const { id } of begun) {
    const replacedId = successions.find(({ subscriptionId }) => subscriptionId === id)?.replacedId
    if (replacedId !== undefined && !byReplaced.has(replacedId)) byReplaced.set(replacedId, id)
  }
  return new Map([...byReplaced].map(([replacedId, id]) => [id, replacedId]))
}

const takingOver = (
  begun: readonly SubscriptionFact[],
  successors: ReadonlyMap<string, string>,
  live: readonly SubscriptionFact[],
): SecondContribution[] =>
  begun.flatMap(({ id, status }) => {
    const replacedId = successors.get(id)
    const isDue = !BEHIND.has(status) && live.some((each) => each.id === replacedId)
    return replacedId !== undefined && isDue ? [{ what: 'replace', subscriptionId: id, replacedId }] : []
  })

const answerTo = (
  facts: Facts,
  kept: SubscriptionFact,
  second: SubscriptionFact,
  policy: SecondPolicy,
  now: Date,
): SecondContribution['what'] => {
  // What was made elsewhere is for people to judge, and so is what stands in another's place already.
  const isOurs = second.checkoutId !== null
  const replaces = facts.actions.some(
    ({ kind, subscriptionId }) => kind === 'replaces' && subscriptionId === second.id,
  )
  const isKeptBehind = BEHIND.has(kept.status)
  if (isKeptBehind && isOurs && !replaces && !BEHIND.has(second.status) && beganBehind(facts, kept, second))
    return 'replace'
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
  return policy === 'refund' && isOurs && isFresh && !isKeptBehind && !wasPaused ? 'undo' : 'ask'
}

// Who begins anew after the first has failed means the new one in its place; who had both before meant both.
const beganBehind = ({ invoices }: Facts, kept: SubscriptionFact, { startedAt }: SubscriptionFact): boolean =>
  wasBehind(
    invoices.filter((invoice) => invoice.subscriptionId === kept.id),
    startedAt,
  )

type Dates = Pick<InvoiceFact, 'finalizedAt' | 'paidAt' | 'voidedAt'>

/** Whether of a contribution's invoices the newest that was due at that time was never paid. */
export const wasBehind = (invoices: readonly Dates[], at: Date): boolean => {
  const due = invoices
    .filter(({ finalizedAt, voidedAt }) => finalizedAt && finalizedAt <= at && !(voidedAt && voidedAt <= at))
    .sort((one, other) => (one.finalizedAt?.getTime() ?? 0) - (other.finalizedAt?.getTime() ?? 0))
  return due.at(-1)?.paidAt === null
}
