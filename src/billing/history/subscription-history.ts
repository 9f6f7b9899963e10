import type { Currency } from '../../money/currency.ts'
import { DAY_MS, MINUTE_MS } from '../../platform/clock.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../model/facts.ts'
import { type Cadence, cadenceOfPeriod } from '../model/intervals.ts'

export type ChurnCause = 'chosen' | 'card-failure' | 'dispute' | 'staff' | 'stopped'

type ChangeReason = 'paid' | 'lapsed' | 'canceled' | 'paused' | 'resumed'

/** From `at` on, one contribution gives `annualAmount`. */
export type AmountChange = {
  at: Date
  /** Id of the first subscription. Replacements count as the same contribution. */
  contribution: string
  currency: Currency
  /** Minor units for a year. */
  annualAmount: number
  /** The cadence that was paid last. */
  cadence: Cadence
  reason: ChangeReason
  cause: ChurnCause
}

export type FoldRules = { now: Date; retryDays: number }

type Facts = {
  subscription: SubscriptionFact
  /** The invoices with a recurring amount. */
  invoices: readonly InvoiceFact[]
  pauses: readonly PauseFact[]
  actions: readonly ActionFact[]
}

/** A dated change of one subscription, seen apart from the subscriptions that it replaced. */
export type StatusChange = {
  at: Date
  reason: ChangeReason
  annualAmount: number
  /** Null unless it was paid. */
  cadence: Cadence | null
  cause: ChurnCause
}

/** The past of one subscription and its possible lapses. */
export type SubscriptionHistory = {
  subscription: SubscriptionFact
  changes: readonly StatusChange[]
  /** Latest day that was paid for. */
  paidUntil: Date | null
  /** Future deadlines at which an unpaid invoice lapses the subscription. */
  lapses: readonly Date[]
}

export const subscriptionHistoryOf = (facts: Facts, { now, retryDays }: FoldRules): SubscriptionHistory => {
  const { subscription, invoices, pauses } = facts
  const { endedAt } = subscription
  const isBeforeEnd = (date: Date) => endedAt === null || date <= endedAt
  const paid = invoices.filter((invoice) => invoice.paidAt !== null && isBeforeEnd(invoice.paidAt))
  const lapses = invoices
    .filter((invoice) => !isPausedAt(pauses, invoice.finalizedAt))
    .map((invoice) => lapseOf(invoice, invoices, retryDays))
    .filter((at) => at !== null)
    .filter(isBeforeEnd)
  const changes = [
    ...withoutLatePayments(withoutTrial(paid)).map((invoice) =>
      change(invoice.paidAt ?? now, 'paid', {
        annualAmount: invoice.annualAmount ?? 0,
        cadence: cadenceOfPeriod(invoice.createdAt, invoice.periodEnd),
      }),
    ),
    ...lapses.filter((at) => at <= now).map((at) => change(at, 'lapsed', { cause: 'card-failure' })),
    ...pauses.flatMap(({ pausedAt, resumedAt }) => [
      ...(isBeforeEnd(pausedAt) ? [change(pausedAt, 'paused')] : []),
      ...(resumedAt && isBeforeEnd(resumedAt) ? [change(resumedAt, 'resumed')] : []),
    ]),
    // Counts even if Stripe's clock is a second ahead of ours.
    ...(endedAt
      ? [change(endedAt, 'canceled', { cause: churnCauseOf(subscription, endedAt, facts.actions) })]
      : []),
  ]
  const paidUntil = latest(paid.map((invoice) => invoice.periodEnd))
  return { subscription, changes, paidUntil, lapses: lapses.filter((at) => at > now) }
}

type ChangeDetails = { annualAmount?: number; cadence?: Cadence; cause?: ChurnCause }

const change = (
  at: Date,
  reason: ChangeReason,
  { annualAmount = 0, cadence, cause = 'chosen' }: ChangeDetails = {},
): StatusChange => ({ at, reason, annualAmount, cadence: cadence ?? null, cause })

const isPausedAt = (pauses: readonly PauseFact[], at: Date | null): boolean =>
  at !== null &&
  pauses.some(({ pausedAt, resumedAt }) => pausedAt <= at && (resumedAt === null || at < resumedAt))

// A first invoice of zero (a trial, a full discount) starts nothing. A later one cancels nothing.
const withoutTrial = (paid: readonly InvoiceFact[]): readonly InvoiceFact[] => {
  const inOrder = [...paid].sort(byCreation)
  const first = inOrder.findIndex((invoice) => invoice.amountPaid > 0)
  return first < 0 ? [] : inOrder.slice(first)
}

const byCreation = (one: InvoiceFact, other: InvoiceFact): number =>
  one.createdAt.getTime() - other.createdAt.getTime() || one.id.localeCompare(other.id)

const byPayment = (one: InvoiceFact, other: InvoiceFact): number =>
  (one.paidAt?.getTime() ?? 0) - (other.paidAt?.getTime() ?? 0) || byCreation(one, other)

// An invoice that was paid after a newer one does not change the current amount.
const withoutLatePayments = (paid: readonly InvoiceFact[]): readonly InvoiceFact[] => {
  let newest: InvoiceFact | undefined
  return [...paid].sort(byPayment).filter((invoice) => {
    if (newest && byCreation(invoice, newest) < 0) return false
    newest = invoice
    return true
  })
}

/** Returns when an unpaid invoice lapses its subscription; null if it, or a later one, was paid or voided in time. */
const lapseOf = (invoice: InvoiceFact, all: readonly InvoiceFact[], retryDays: number): Date | null => {
  if (invoice.finalizedAt === null) return null
  const deadline = new Date(invoice.finalizedAt.getTime() + retryDays * DAY_MS)
  const isSettled = all.some((other) => {
    if (other.id !== invoice.id && other.createdAt <= invoice.createdAt) return false
    const settledAt = other.paidAt ?? other.voidedAt
    return settledAt !== null && settledAt <= deadline
  })
  return isSettled ? null : deadline
}

/** Returns the cause of our own last cancellation before `endedAt`, else the reason that Stripe gives. */
export const churnCauseOf = (
  { cancellationReason }: SubscriptionFact,
  endedAt: Date,
  actions: readonly ActionFact[],
): ChurnCause => {
  const cause = actions
    .filter(
      (action) =>
        action.kind === 'cancel' && action.createdAt.getTime() <= endedAt.getTime() + CLOCK_DIFFERENCE_MS,
    )
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    .at(-1)?.cause
  if (cause && cause !== 'replaced') return cause
  if (cancellationReason === 'payment_failed') return 'card-failure'
  return cancellationReason === 'payment_disputed' ? 'dispute' : 'chosen'
}

// Stripe dates by whole seconds and by its own clock, so its effect may seem to come before our request.
const CLOCK_DIFFERENCE_MS = 5 * MINUTE_MS

export const latest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date > best) ? date : best), null)

export const earliest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date < best) ? date : best), null)
