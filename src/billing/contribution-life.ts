import type { Currency } from '../money/currency.ts'
import { DAY_MS, MINUTE_MS } from '../platform/clock.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from './facts.ts'

export type ChurnCause = 'chosen' | 'card-failure' | 'dispute' | 'staff' | 'stopped'

/** At `at`, one contribution's recurring amount becomes `annual`. */
export type Step = {
  at: Date
  /** One contribution may be several subscriptions, each replacing the one before. */
  contribution: string
  currency: Currency
  annual: number
  why: 'paid' | 'lapsed' | 'ended' | 'paused' | 'resumed'
  cause: ChurnCause
}

export type Rules = { now: Date; retryDays: number }

/** What one subscription did to recurring support, and what it may yet do. */
export type Life = { steps: Step[]; paidUntil: Date | null; nextLapseAt: Date | null }

type Facts = {
  subscription: SubscriptionFact
  contribution: string
  /** Its recurring invoices. */
  invoices: readonly InvoiceFact[]
  pauses: readonly PauseFact[]
  actions: readonly ActionFact[]
}

/** Something that happened to the subscription by itself, before it is known what was in force then. */
type Happening = { at: Date; why: Step['why']; annual: number; cause: ChurnCause }

export const lifeOf = (facts: Facts, { now, retryDays }: Rules): Life => {
  const { subscription, invoices, pauses } = facts
  const { endedAt } = subscription
  const before = (date: Date) => endedAt === null || date <= endedAt
  const paid = invoices.filter((invoice) => invoice.paidAt !== null && before(invoice.paidAt))
  const lapses = invoices
    .filter((invoice) => !isPausedAt(pauses, invoice.finalizedAt))
    .map((invoice) => lapseOf(invoice, invoices, retryDays))
    .filter((at) => at !== null)
    .filter(before)
  const steps = stepsOf(facts, [
    ...inEffect(started(paid)).map((invoice) =>
      happening(invoice.paidAt ?? now, 'paid', invoice.annualAmount ?? 0),
    ),
    ...lapses.filter((at) => at <= now).map((at) => happening(at, 'lapsed', 0, 'card-failure')),
    ...pauses.flatMap(({ pausedAt, resumedAt }) => [
      ...(before(pausedAt) ? [happening(pausedAt, 'paused', 0)] : []),
      ...(resumedAt && before(resumedAt) ? [happening(resumedAt, 'resumed', 0)] : []),
    ]),
    // What Stripe says happened has happened, even if its clock is a second ahead of ours.
    ...(endedAt ? [happening(endedAt, 'ended', 0, causeOf(subscription, endedAt, facts.actions))] : []),
  ])
  const last = steps.at(-1)
  const inForce = (last?.annual ?? 0) > 0
  // Who has paused is left in peace as who gives: until the pause ends, and what was paid for.
  const isPaused = last?.why === 'paused'
  const periods = latest(paid.map((invoice) => invoice.periodEnd))
  return {
    steps,
    paidUntil: inForce ? periods : isPaused ? latest([periods, subscription.resumesAt]) : null,
    nextLapseAt: inForce ? earliest(lapses.filter((at) => at > now)) : null,
  }
}

const happening = (at: Date, why: Step['why'], annual: number, cause: ChurnCause = 'chosen'): Happening => ({
  at,
  why,
  annual,
  cause,
})

// At one instant a payment counts before the pause or end that cancels it.
const RANK: Record<Step['why'], number> = { resumed: 0, paid: 1, lapsed: 2, paused: 3, ended: 4 }

/** Walks what happened in order, keeping what was last paid and whether it counts. */
const stepsOf = (
  { subscription: { currency }, contribution }: Facts,
  happenings: readonly Happening[],
): Step[] => {
  const inOrder = [...happenings].sort(
    (one, other) => one.at.getTime() - other.at.getTime() || RANK[one.why] - RANK[other.why],
  )
  const steps: Step[] = []
  let [paid, paused, annual] = [0, false, 0]
  for (const { at, why, annual: amount, cause } of inOrder) {
    if (why === 'paid') paid = amount
    if (why === 'lapsed' || why === 'ended') paid = 0
    if (why === 'paused' || why === 'resumed') paused = why === 'paused'
    const after = paused ? 0 : paid
    if (after === annual && why !== 'ended') continue
    annual = after
    steps.push({ at, contribution, currency, annual, why, cause })
  }
  return steps
}

const isPausedAt = (pauses: readonly PauseFact[], at: Date | null): boolean =>
  at !== null &&
  pauses.some(({ pausedAt, resumedAt }) => pausedAt <= at && (resumedAt === null || at < resumedAt))

// A first invoice of nothing (a trial, a whole discount) starts nothing; a later one ends nothing.
const started = (paid: readonly InvoiceFact[]): readonly InvoiceFact[] => {
  const inOrder = [...paid].sort(byMaking)
  const first = inOrder.findIndex((invoice) => invoice.amountPaid > 0)
  return first < 0 ? [] : inOrder.slice(first)
}

const byMaking = (one: InvoiceFact, other: InvoiceFact): number =>
  one.createdAt.getTime() - other.createdAt.getTime() || one.id.localeCompare(other.id)

const byPayment = (one: InvoiceFact, other: InvoiceFact): number =>
  (one.paidAt?.getTime() ?? 0) - (other.paidAt?.getTime() ?? 0) || byMaking(one, other)

// An old invoice settled after a newer one says nothing of what is given by then.
const inEffect = (paid: readonly InvoiceFact[]): readonly InvoiceFact[] => {
  let newest: InvoiceFact | undefined
  return [...paid].sort(byPayment).filter((invoice) => {
    if (newest && byMaking(invoice, newest) < 0) return false
    newest = invoice
    return true
  })
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

/** Why it ended: what we did ourselves by then says so, else Stripe's word. */
const causeOf = (
  { endReason }: SubscriptionFact,
  endedAt: Date,
  actions: readonly ActionFact[],
): ChurnCause => {
  const ours = actions
    .filter(
      (action) => action.kind === 'end' && action.madeAt.getTime() <= endedAt.getTime() + CLOCKS_APART_MS,
    )
    .sort((one, other) => one.madeAt.getTime() - other.madeAt.getTime())
    .at(-1)?.cause
  if (ours && ours !== 'replaced') return ours
  if (endReason === 'payment_failed') return 'card-failure'
  return endReason === 'payment_disputed' ? 'dispute' : 'chosen'
}

// Stripe dates by the second and by its own clock: what we asked for may seem to come after what it brought about.
const CLOCKS_APART_MS = 5 * MINUTE_MS

export const latest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date > best) ? date : best), null)

export const earliest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date < best) ? date : best), null)
