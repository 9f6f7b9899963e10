import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../model/facts.ts'
import { courseOf } from './contribution-history.ts'
import { type Movement, movementsOf } from './movements.ts'
import { earliest, latest, lifeOf, type Rules } from './subscription-history.ts'

export type Timeline = {
  movements: Movement[]
  /** Latest paid-for day of what is in force or paused; null when nothing is. */
  paidUntil: Date | null
  /** When something will lapse unless it is paid: the facts are to be folded again then. */
  nextLapseAt: Date | null
}

export type RecurringFacts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  pauses: readonly PauseFact[]
  actions: readonly ActionFact[]
}

/**
 * Folds the dated facts of one supporter into movements. Only facts and `now` decide, so late, doubled and
 * shuffled events cannot alter history. The rules are chapter "The record" of docs/record.md.
 */
export const foldTimeline = (facts: RecurringFacts, rules: Rules): Timeline => {
  const beside = facts.actions.filter((action) => stoodBeside(facts, action))
  const duplicates = new Set(
    beside.filter((action) => action.kind === 'duplicate').map((action) => action.subscriptionId),
  )
  const replaced = new Map(
    beside
      .filter((action) => action.kind === 'replacement')
      .map((action) => [action.subscriptionId, action.otherSubscriptionId ?? '']),
  )
  const courses = chainsOf(
    facts.subscriptions.filter(({ id }) => !duplicates.has(id)),
    replaced,
  ).map(([root, ...others]) => {
    const life = (subscription: SubscriptionFact) =>
      lifeOf({ subscription, ...factsOf(facts, subscription.id) }, rules)
    return courseOf(root.id, [life(root), ...others.map(life)])
  })
  const steps = courses.flatMap((course) => course.steps)
  steps.sort(
    (one, other) =>
      one.at.getTime() - other.at.getTime() || one.contribution.localeCompare(other.contribution),
  )
  return {
    movements: movementsOf(steps),
    paidUntil: latest(courses.map((course) => course.paidUntil)),
    nextLapseAt: earliest(courses.map((course) => course.nextLapseAt)),
  }
}

// We may have acted before we knew that the first had ended by itself: then the second stood beside nothing.
const stoodBeside = (
  { subscriptions }: RecurringFacts,
  { subscriptionId, otherSubscriptionId }: ActionFact,
): boolean => {
  const second = subscriptions.find(({ id }) => id === subscriptionId)
  const first = subscriptions.find(({ id }) => id === otherSubscriptionId)
  return !(first?.endedAt && second && first.endedAt < second.startedAt)
}

const factsOf = ({ invoices, pauses, actions }: RecurringFacts, subscriptionId: string) => ({
  invoices: invoices.filter(
    (invoice) => invoice.subscriptionId === subscriptionId && (invoice.annualAmount ?? 0) > 0,
  ),
  pauses: pauses.filter((pause) => pause.subscriptionId === subscriptionId),
  actions: actions.filter((action) => action.subscriptionId === subscriptionId),
})

type Chain = [SubscriptionFact, ...SubscriptionFact[]]

/** Subscriptions that replaced one another, each chain from its first: they fold as one contribution. */
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

/** From the first of its chain to a subscription. */
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
