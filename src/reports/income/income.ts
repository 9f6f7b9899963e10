import type { EntryKind } from '../../billing/history/ledger.ts'
import type { Currency } from '../../money/currency.ts'
import type { LedgerSum, PaidCadence } from './ledger-sums-store.ts'

/** Money of one currency in minor units. Refunds, disputes and fees are positive numbers that are taken away. */
export type Income = {
  /** Payments that did not fail afterwards. */
  gross: number
  refunds: number
  disputes: number
  payments: number
}

/** What reaches the bank, in minor units of the currency that Stripe settles in. */
export type Settled = { settledGross: number; fees: number; net: number }

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
    const income = incomes.get(currency) ?? { gross: 0, refunds: 0, disputes: 0, payments: 0 }
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
  for (const { settledCurrency, settledAmount, fee, net } of rows) {
    const sums = settled.get(settledCurrency) ?? { settledGross: 0, fees: 0, net: 0 }
    sums.settledGross += settledAmount
    sums.fees += fee
    sums.net += net
    settled.set(settledCurrency, sums)
  }
  return settled
}

/** Gross, refunds and disputes taken together: what stayed of the payments, before fees. */
export const keptOf = ({ gross, refunds, disputes }: Income): number => gross - refunds - disputes

/** Sums what stayed of the payments by cadence, in one currency. */
export const keptByCadence = (rows: readonly LedgerSum[], currency: Currency): Map<PaidCadence, number> => {
  const kept = new Map<PaidCadence, number>()
  for (const row of rows)
    if (row.currency === currency) kept.set(row.cadence, (kept.get(row.cadence) ?? 0) + row.amount)
  return kept
}
