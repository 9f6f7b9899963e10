import { DAY_MS } from '../platform/clock.ts'
import { earliest, type Life, latest, lifeOf, type Rules, type Step } from './contribution-life.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from './facts.ts'
import { type Movement, movementsOf } from './movements.ts'

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
      .filter((action) => action.kind === 'replaces')
      .map((action) => [action.subscriptionId, action.otherSubscriptionId ?? '']),
  )
  const lives = new Map(
    facts.subscriptions
      .filter((subscription) => !duplicates.has(subscription.id))
      .map((subscription) => {
        const own = {
          subscription,
          contribution: rootOf(subscription.id, replaced),
          ...factsOf(facts, subscription.id),
        }
        return [subscription.id, lifeOf(own, rules)]
      }),
  )
  const steps = [...lives].flatMap(([id, life]) => untilReplaced(id, life, { lives, replaced }))
  steps.sort(
    (one, other) =>
      one.at.getTime() - other.at.getTime() || one.contribution.localeCompare(other.contribution),
  )
  const all = [...lives.values()]
  return {
    movements: movementsOf(steps),
    paidUntil: latest(all.map((life) => life.paidUntil)),
    nextLapseAt: earliest(all.map((life) => life.nextLapseAt)),
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

/** The first of a chain of subscriptions that replaced one another: they fold as one contribution. */
const rootOf = (id: string, replaced: ReadonlyMap<string, string>, seen: readonly string[] = []): string => {
  const before = replaced.get(id)
  return before === undefined || seen.includes(id) ? id : rootOf(before, replaced, [...seen, id])
}

type Chains = { lives: ReadonlyMap<string, Life>; replaced: ReadonlyMap<string, string> }

// What was replaced stops counting where its successor was first paid; that it then ended is no end. A successor that
// ends before it was paid took no place: what it was to replace counts until it ends by itself.
const untilReplaced = (id: string, { steps }: Life, { lives, replaced }: Chains): Step[] => {
  if (replaced.has(id) && !steps.some((step) => step.annual > 0)) return []
  const successor = [...replaced].find(([, old]) => old === id)?.[0]
  const takesOver = lives.get(successor ?? '')?.steps.find((step) => step.annual > 0)?.at
  if (!takesOver) return steps
  return steps.filter(
    (step) => step.at < takesOver && !(step.why === 'ended' && isWithinADay(step.at, takesOver)),
  )
}

const isWithinADay = (one: Date, other: Date): boolean => other.getTime() - one.getTime() <= DAY_MS
