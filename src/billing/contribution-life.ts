import type { Currency } from '../money/currency.ts'
import { DAY_MS } from '../platform/clock.ts'
import type { InvoiceFact, SubscriptionFact } from './facts.ts'

export type ChurnCause = 'chosen' | 'card-failure' | 'dispute'

/** At `at`, one subscription's recurring amount becomes `annual`. */
export type Step = { at: Date; subscriptionId: string; currency: Currency; annual: number; cause: ChurnCause }

export type Rules = { now: Date; retryDays: number }

/** What one subscription did to recurring support, and what it may yet do. */
export type Life = { steps: Step[]; paidUntil: Date | null; nextLapseAt: Date | null }

export const lifeOf = (
  subscription: SubscriptionFact,
  invoices: readonly InvoiceFact[],
  { now, retryDays }: Rules,
): Life => {
  const { id, currency, endedAt } = subscription
  const before = (date: Date) => endedAt === null || date <= endedAt
  const step = (at: Date, annual: number, cause: ChurnCause): Step => ({
    at,
    subscriptionId: id,
    currency,
    annual,
    cause,
  })
  const paid = invoices.filter((invoice) => invoice.paidAt !== null && before(invoice.paidAt))
  const payments = inEffect(started(paid)).map((invoice) =>
    step(invoice.paidAt ?? now, invoice.annualAmount ?? 0, 'chosen'),
  )
  const lapses = invoices
    .map((invoice) => lapseOf(invoice, invoices, retryDays))
    .filter((at) => at !== null)
    .filter(before)
  const due = lapses.filter((at) => at <= now).map((at) => step(at, 0, 'card-failure'))
  // What Stripe says happened has happened, even if its clock is a second ahead of ours.
  const end = endedAt ? [step(endedAt, 0, causeOf(subscription.endReason))] : []
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

const causeOf = (endReason: string | null): ChurnCause => {
  if (endReason === 'payment_failed') return 'card-failure'
  return endReason === 'payment_disputed' ? 'dispute' : 'chosen'
}

export const latest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date > best) ? date : best), null)

export const earliest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce<Date | null>((best, date) => (date && (!best || date < best) ? date : best), null)
