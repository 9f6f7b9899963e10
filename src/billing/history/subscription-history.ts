import type { Currency } from '../../money/currency.ts'
import { DAY_MS, MINUTE_MS } from '../../platform/clock.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../model/facts.ts'

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

type Facts = {
  subscription: SubscriptionFact
  /** Its recurring invoices. */
  invoices: readonly InvoiceFact[]
  pauses: readonly PauseFact[]
  actions: readonly ActionFact[]
}

/** Something that happened to a subscription by itself, before it is known what was in force then. */
export type Happening = { at: Date; why: Step['why']; annual: number; cause: ChurnCause }

/** What happened to one subscription, and what may yet. */
export type Life = {
  subscription: SubscriptionFact
  happenings: readonly Happening[]
  /** Latest day that was paid for. */
  paidUntil: Date | null
  /** When what is unpaid ends it, unless it is paid. */
  lapses: readonly Date[]
}

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
  const happenings = [
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
  ]
  const paidUntil = latest(paid.map((invoice) => invoice.periodEnd))
  return { subscription, happenings, paidUntil, lapses: lapses.filter((at) => at > now) }
}

const happening = (at: Date, why: Step['why'], annual: number, cause: ChurnCause = 'chosen'): Happening => ({
  at,
  why,
  annual,
  cause,
})

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
  { cancellationReason }: SubscriptionFact,
  endedAt: Date,
  actions: readonly ActionFact[],
): ChurnCause => {
  const ours = actions
    .filter(
      (action) =>
        action.kind === 'cancel' && action.createdAt.getTime() <= endedAt.getTime() + CLOCKS_APART_MS,
    )
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    .at(-1)?.cause
  if (ours && ours !== 'replaced') return ours
  if (cancellationReason === 'payment_failed') return 'card-failure'
  return cancellationReason === 'payment_disputed' ? 'dispute' : 'chosen'
}

// Stripe dates by the second and by its own clock: what we asked for may seem to come after what it brought about.
const CLOCKS_APART_MS = 5 * MINUTE_MS

export const latest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date > best) ? date : best), null)

export const earliest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date < best) ? date : best), null)
