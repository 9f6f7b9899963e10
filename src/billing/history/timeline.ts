import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../model/facts.ts'
import { foldContribution } from './contribution-history.ts'
import { type Movement, movementsOf } from './movements.ts'
import { earliest, type FoldRules, latest, subscriptionHistoryOf } from './subscription-history.ts'

export type Timeline = {
  movements: Movement[]
  /** Latest paid day of an active or paused contribution; null if there is none. */
  paidUntil: Date | null
  /** The next time at which an unpaid contribution lapses: the facts must be folded again then. */
  nextLapseAt: Date | null
}

export type RecurringFacts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  pauses: readonly PauseFact[]
  actions: readonly ActionFact[]
}

/**
 * Folds the dated facts of one supporter into movements. The result depends only on the facts and `now`, so the order
 * and number of webhook events cannot alter history. The rules are in docs/record/movements.md.
 */
export const foldTimeline = (facts: RecurringFacts, rules: FoldRules): Timeline => {
  const actions = facts.actions.filter((action) => didOverlap(facts, action))
  const duplicates = new Set(
    actions.filter((action) => action.kind === 'duplicate').map((action) => action.subscriptionId),
  )
  const replaced = new Map(
    actions
      .filter((action) => action.kind === 'replacement')
      .map((action) => [action.subscriptionId, action.otherSubscriptionId ?? '']),
  )
  const contributions = chainsOf(
    facts.subscriptions.filter(({ id }) => !duplicates.has(id)),
    replaced,
  ).map(([root, ...others]) => {
    const historyOf = (subscription: SubscriptionFact) => {
      const { invoices, pauses, actions: own } = factsOf(facts, subscription.id)
      return subscriptionHistoryOf({ subscription, invoices, pauses, actions: own }, rules)
    }
    return foldContribution(root.id, [historyOf(root), ...others.map(historyOf)])
  })
  const changes = contributions.flatMap((contribution) => contribution.changes)
  changes.sort(
    (one, other) =>
      one.at.getTime() - other.at.getTime() || one.contribution.localeCompare(other.contribution),
  )
  return {
    movements: movementsOf(changes),
    paidUntil: latest(contributions.map((contribution) => contribution.paidUntil)),
    nextLapseAt: earliest(contributions.map((contribution) => contribution.nextLapseAt)),
  }
}

// We may have acted before we knew that the other subscription was already canceled. Such an action does not count.
const didOverlap = (
  { subscriptions }: RecurringFacts,
  { subscriptionId, otherSubscriptionId }: ActionFact,
): boolean => {
  const own = subscriptions.find(({ id }) => id === subscriptionId)
  const other = subscriptions.find(({ id }) => id === otherSubscriptionId)
  return !(other?.endedAt && own && other.endedAt < own.startedAt)
}

const factsOf = ({ invoices, pauses, actions }: RecurringFacts, subscriptionId: string) => ({
  invoices: invoices.filter(
    (invoice) => invoice.subscriptionId === subscriptionId && (invoice.annualAmount ?? 0) > 0,
  ),
  pauses: pauses.filter((pause) => pause.subscriptionId === subscriptionId),
  actions: actions.filter((action) => action.subscriptionId === subscriptionId),
})

type Chain = [SubscriptionFact, ...SubscriptionFact[]]

/** Groups subscriptions that replaced one another, each chain in order. */
const chainsOf = (
  subscriptions: readonly SubscriptionFact[],
  replaced: ReadonlyMap<string, string>,
): Chain[] => {
  const chains = new Map<string, SubscriptionFact[]>()
  const pathFromRoot = (id: string) => pathFrom(id, replaced)
  for (const subscription of subscriptions) {
    const root = pathFromRoot(subscription.id)[0] ?? subscription.id
    chains.set(root, [...(chains.get(root) ?? []), subscription])
  }
  return [...chains.values()].map(
    (chain) =>
      chain.sort(
        (one, other) =>
          pathFromRoot(one.id).length - pathFromRoot(other.id).length ||
          one.startedAt.getTime() - other.startedAt.getTime() ||
          one.id.localeCompare(other.id),
      ) as Chain,
  )
}

/** Returns the ids from the first of a chain to this subscription. */
const pathFrom = (
  id: string,
  replaced: ReadonlyMap<string, string>,
  after: readonly string[] = [],
): string[] => {
  const before = replaced.get(id)
  return before === undefined || after.includes(before)
    ? [id, ...after]
    : pathFrom(before, replaced, [id, ...after])
}
