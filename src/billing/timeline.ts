import type { Currency } from '../money/currency.ts'
import { DAY_MS } from '../platform/clock.ts'
import type { InvoiceFact, SubscriptionFact } from './facts.ts'

export type MovementKind = 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation' | 'transfer-in' | 'transfer-out'
export type ChurnCause = 'chosen' | 'card-failure' | 'dispute'

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

/** At `at`, one subscription's recurring amount becomes `annual`. */
type Step = { at: Date; subscriptionId: string; currency: Currency; annual: number; cause: ChurnCause }

type Facts = { subscriptions: readonly SubscriptionFact[]; invoices: readonly InvoiceFact[] }
type Rules = { now: Date; retryDays: number }

/**
 * Folds the dated facts of one supporter into movements. Only facts and `now` decide, so late, doubled and
 * shuffled events cannot alter history. The rules are chapter "The record" of docs/record.md.
 */
export const foldTimeline = (facts: Facts, rules: Rules): Timeline => {
  const lives = facts.subscriptions.map((subscription) =>
    lifeOf(
      subscription,
      facts.invoices.filter((invoice) => invoice.subscriptionId === subscription.id && (invoice.annualAmount ?? 0) > 0),
      rules,
    ),
  )
  const steps = lives
    .flatMap((life) => life.steps)
    .filter((step) => step.at <= rules.now)
    .sort((one, other) => one.at.getTime() - other.at.getTime() || one.subscriptionId.localeCompare(other.subscriptionId))
  return {
    movements: movementsOf(steps),
    paidUntil: latest(lives.map((life) => life.paidUntil)),
    nextLapseAt: earliest(lives.map((life) => life.nextLapseAt)),
  }
}

type Life = { steps: Step[]; paidUntil: Date | null; nextLapseAt: Date | null }

const lifeOf = (subscription: SubscriptionFact, invoices: readonly InvoiceFact[], { now, retryDays }: Rules): Life => {
  const { id, currency, endedAt } = subscription
  const before = (date: Date) => endedAt === null || date <= endedAt
  const step = (at: Date, annual: number, cause: ChurnCause): Step => ({ at, subscriptionId: id, currency, annual, cause })
  const paid = invoices.filter((invoice) => invoice.paidAt !== null && before(invoice.paidAt))
  const payments = started(paid).map((invoice) => step(invoice.paidAt ?? now, invoice.annualAmount ?? 0, 'chosen'))
  const lapses = invoices
    .map((invoice) => lapseOf(invoice, invoices, retryDays))
    .filter((at) => at !== null)
    .filter(before)
  const due = lapses.filter((at) => at <= now).map((at) => step(at, 0, 'card-failure'))
  const end = endedAt && endedAt <= now ? [step(endedAt, 0, causeOf(subscription.endReason))] : []
  // At one instant a payment counts before the end that cancels it.
  const steps = [...payments, ...due, ...end].sort((one, other) => one.at.getTime() - other.at.getTime())
  const inForce = (steps.at(-1)?.annual ?? 0) > 0
  return {
    steps,
    paidUntil: inForce ? latest(paid.map((invoice) => invoice.periodEnd)) : null,
    nextLapseAt: inForce ? earliest(lapses.filter((at) => at > now)) : null,
  }
}

// A first invoice of nothing (a trial, a whole discount) starts nothing; a later one ends nothing.
const started = (paid: readonly InvoiceFact[]): readonly InvoiceFact[] => {
  const inOrder = [...paid].sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
  const first = inOrder.findIndex((invoice) => invoice.amountPaid > 0)
  return first < 0 ? [] : inOrder.slice(first)
}

/** When a failed invoice ends its contribution: unless it or a later one was paid or voided by then. */
const lapseOf = (invoice: InvoiceFact, all: readonly InvoiceFact[], retryDays: number): Date | null => {
  if (invoice.finalizedAt === null) return null
  const deadline = new Date(invoice.finalizedAt.getTime() + retryDays * DAY_MS)
  const saved = all.some((other) => {
    if (other.id !== invoice.id && other.createdAt <= invoice.createdAt) return false
    const settledAt = other.paidAt ?? other.voidedAt
    return settledAt !== null && settledAt <= deadline
  })
  return saved ? null : deadline
}

const causeOf = (endReason: string | null): ChurnCause => {
  if (endReason === 'payment_failed') return 'card-failure'
  return endReason === 'payment_disputed' ? 'dispute' : 'chosen'
}

const TRANSFER_WITHIN_MS = DAY_MS

/** What the fold has seen so far of one supporter. */
type Seen = { amounts: Map<string, Step>; totals: Map<Currency, number>; everSupported: boolean; lastEnd: Movement | null }

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
    const movement = movementOf(seen, { currency, before, after, at: step?.at ?? new Date(0), cause: step?.cause ?? 'chosen' })
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
    ...{ currency, occurredAt: at, kind, annualChange: after - before, annualAfter: after },
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

const latest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date > best) ? date : best), null)

const earliest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date < best) ? date : best), null)
