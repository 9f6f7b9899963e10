import type { EntryKind } from '../../billing/history/ledger.ts'
import type { Currency } from '../../money/currency.ts'
import { monthAfter, monthOf } from '../../platform/calendar.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import type { LedgerSum, PaidCadence } from './ledger-sums-store.ts'

/** Money of one currency in minor units. Refunds, disputes and fees are positive numbers that are taken away. */
export type Income = {
  /** Payments that did not fail afterwards. */
  gross: number
  refunds: number
  disputes: number
  payments: number
}

/** The same as Stripe settled it, in minor units of the payout currency. `net` reaches the bank. */
export type Settled = Omit<Income, 'payments'> & { fees: number; net: number }

export const NO_INCOME: Income = { gross: 0, refunds: 0, disputes: 0, payments: 0 }
export const NOTHING_SETTLED: Settled = { gross: 0, refunds: 0, disputes: 0, fees: 0, net: 0 }

/** In the order in which they are stacked. */
export const CADENCES: readonly PaidCadence[] = ['monthly', 'yearly', 'once', 'other']

const SIDE: Record<EntryKind, 'gross' | 'refunds' | 'disputes'> = {
  payment: 'gross',
  'payment-failed': 'gross',
  refund: 'refunds',
  'refund-failed': 'refunds',
  dispute: 'disputes',
  'dispute-reinstated': 'disputes',
}

/** Adds up ledger sums by the currency that supporters paid in. */
export const incomeByCurrency = (rows: readonly LedgerSum[]): Map<Currency, Income> => {
  const incomes = new Map<Currency, Income>()
  for (const { currency, kind, amount, entries } of rows) {
    const income = incomes.get(currency) ?? { ...NO_INCOME }
    const side = SIDE[kind]
    income[side] += side === 'gross' ? amount : -amount
    if (side === 'gross') income.payments += kind === 'payment' ? entries : -entries
    incomes.set(currency, income)
  }
  return incomes
}

/** Adds up ledger sums by the currency that Stripe settles in. */
export const settledByCurrency = (rows: readonly LedgerSum[]): Map<Currency, Settled> => {
  const settled = new Map<Currency, Settled>()
  for (const { settledCurrency, kind, settledAmount, fee, net } of rows) {
    const sums = settled.get(settledCurrency) ?? { ...NOTHING_SETTLED }
    const side = SIDE[kind]
    sums[side] += side === 'gross' ? settledAmount : -settledAmount
    sums.fees += fee
    sums.net += net
    settled.set(settledCurrency, sums)
  }
  return settled
}

/** Returns the rows of each day or month. */
export const rowsBySpan = (rows: readonly LedgerSum[]): Map<string, LedgerSum[]> => {
  const spans = new Map<string, LedgerSum[]>()
  for (const row of rows) {
    const known = spans.get(row.span)
    if (known) known.push(row)
    else spans.set(row.span, [row])
  }
  return spans
}

/** Gross, refunds and disputes taken together: what stayed of the payments, before fees. */
export const keptOf = ({
  gross,
  refunds,
  disputes,
}: Pick<Income, 'gross' | 'refunds' | 'disputes'>): number => gross - refunds - disputes

/** Sums what stayed of the payments by cadence, in one currency. */
export const keptByCadence = (rows: readonly LedgerSum[], currency: Currency): Map<PaidCadence, number> => {
  const kept = new Map<PaidCadence, number>()
  for (const row of rows)
    if (row.currency === currency) kept.set(row.cadence, (kept.get(row.cadence) ?? 0) + row.amount)
  return kept
}

/** Counts the payments in all currencies. */
export const paymentsOf = (incomes: ReadonlyMap<Currency, Income>): number =>
  [...incomes.values()].reduce((sum, { payments }) => sum + payments, 0)

/** A month. Not known: it was over before the first ledger entry. */
export type Known = { name: string; isKnown: boolean }

/** Lists the months that a period touches. */
export const spansOf = ({ period, since }: Pick<ReportQuery, 'period' | 'since'>): Known[] => {
  const spans: Known[] = []
  for (let name = monthOf(period.from); name <= monthOf(period.to); name = monthAfter(name))
    spans.push({ name, isKnown: since !== null && name >= monthOf(since) })
  return spans
}
