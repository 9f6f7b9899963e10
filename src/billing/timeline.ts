import type { Currency } from '../money/currency.ts'
import { DAY_MS } from '../platform/clock.ts'
import { type ChurnCause, earliest, latest, lifeOf, type Rules, type Step } from './contribution-life.ts'
import type { InvoiceFact, SubscriptionFact } from './facts.ts'

export type MovementKind =
  | 'new'
  | 'expansion'
  | 'contraction'
  | 'churn'
  | 'reactivation'
  | 'transfer-in'
  | 'transfer-out'

/** One change of a supporter's recurring support in one currency. Amounts are for a year, in minor units. */
export type Movement = {
  currency: Currency
  occurredAt: Date
  kind: MovementKind
  annualChange: number
  annualAfter: number
  /** Only of churn. */
  cause: ChurnCause | null
}

export type Timeline = {
  movements: Movement[]
  /** Latest paid-for day of what is in force; null when nothing is. */
  paidUntil: Date | null
  /** When something will lapse unless it is paid: the facts are to be folded again then. */
  nextLapseAt: Date | null
}

type Facts = { subscriptions: readonly SubscriptionFact[]; invoices: readonly InvoiceFact[] }

/**
 * Folds the dated facts of one supporter into movements. Only facts and `now` decide, so late, doubled and
 * shuffled events cannot alter history. The rules are chapter "The record" of docs/record.md.
 */
export const foldTimeline = (facts: Facts, rules: Rules): Timeline => {
  const lives = facts.subscriptions.map((subscription) =>
    lifeOf(
      subscription,
      facts.invoices.filter(
        (invoice) => invoice.subscriptionId === subscription.id && (invoice.annualAmount ?? 0) > 0,
      ),
      rules,
    ),
  )
  const steps = lives
    .flatMap((life) => life.steps)
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() || one.subscriptionId.localeCompare(other.subscriptionId),
    )
  return {
    movements: movementsOf(steps),
    paidUntil: latest(lives.map((life) => life.paidUntil)),
    nextLapseAt: earliest(lives.map((life) => life.nextLapseAt)),
  }
}

const TRANSFER_WITHIN_MS = DAY_MS

/** What the fold has seen so far of one supporter. */
type Seen = {
  amounts: Map<string, Step>
  totals: Map<Currency, number>
  everSupported: boolean
  lastEnd: Movement | null
}

const movementsOf = (steps: readonly Step[]): Movement[] => {
  const seen: Seen = { amounts: new Map(), totals: new Map(), everSupported: false, lastEnd: null }
  const movements: Movement[] = []
  for (let index = 0; index < steps.length; ) {
    const at = steps[index]?.at.getTime()
    const together: Step[] = []
    for (; steps[index]?.at.getTime() === at; index += 1) together.push(...steps.slice(index, index + 1))
    movements.push(...momentOf(seen, together))
  }
  return movements
}

// All that happens at one instant counts as one change in each currency.
const momentOf = (seen: Seen, steps: readonly Step[]): Movement[] => {
  const lastOfEach = new Map(steps.map((step) => [step.subscriptionId, step]))
  for (const step of lastOfEach.values()) seen.amounts.set(step.subscriptionId, step)
  const currencies = [...new Set(steps.map((step) => step.currency))].sort()
  const changes = currencies
    .map((currency) => {
      const before = seen.totals.get(currency) ?? 0
      const after = [...seen.amounts.values()]
        .filter((step) => step.currency === currency)
        .reduce((sum, step) => sum + step.annual, 0)
      return { currency, before, after }
    })
    .filter(({ before, after }) => before !== after)
  // An end before a start: a change of currency at one instant is a transfer out, then in.
  changes.sort((one, other) => Number(one.after > one.before) - Number(other.after > other.before))
  return changes.map(({ currency, before, after }) => {
    const step = steps.find((each) => each.currency === currency)
    const movement = movementOf(seen, {
      currency,
      before,
      after,
      at: step?.at ?? new Date(0),
      cause: step?.cause ?? 'chosen',
    })
    seen.totals.set(currency, after)
    if (after > 0) seen.everSupported = true
    if (after === 0) seen.lastEnd = movement
    return movement
  })
}

type Change = { currency: Currency; before: number; after: number; at: Date; cause: ChurnCause }

const movementOf = (seen: Seen, { currency, before, after, at, cause }: Change): Movement => {
  const elsewhere = [...seen.totals].some(([other, total]) => other !== currency && total > 0)
  const kind = kindOf(seen, { currency, before, after, at, cause }, elsewhere)
  return {
    currency,
    occurredAt: at,
    kind,
    annualChange: after - before,
    annualAfter: after,
    cause: kind === 'churn' ? cause : null,
  }
}

const kindOf = (seen: Seen, { currency, before, after, at }: Change, elsewhere: boolean): MovementKind => {
  if (before > 0 && after > 0) return after > before ? 'expansion' : 'contraction'
  if (after === 0) return elsewhere ? 'transfer-out' : 'churn'
  if (elsewhere) return 'transfer-in'
  const end = seen.lastEnd
  if (end && end.currency !== currency && at.getTime() - end.occurredAt.getTime() <= TRANSFER_WITHIN_MS) {
    // What looked like leaving was the first half of a change of currency.
    end.kind = 'transfer-out'
    end.cause = null
    return 'transfer-in'
  }
  return seen.everSupported ? 'reactivation' : 'new'
}
