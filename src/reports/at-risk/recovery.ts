import type { Currency } from '../../money/currency.ts'
import type { FailureOutcome, FailureSum } from './failure-sums-store.ts'

/** Invoices and their amount in minor units. */
export type Part = { invoices: number; amount: number }

/** What became of the invoices of one currency whose first charge failed. */
export type Recovery = {
  failed: Part
  recovered: Part
  /** Recovered by the supporter, or by which attempt of Stripe. */
  byOutcome: ReadonlyMap<FailureOutcome, Part>
  byReason: ReadonlyMap<string, Part>
}

export const isRecovered = (outcome: FailureOutcome): boolean => outcome !== 'open' && outcome !== 'lost'

/** Adds up the failures of one currency. */
export const recoveryOf = (rows: readonly FailureSum[], currency: Currency): Recovery => {
  const own = rows.filter((row) => row.currency === currency)
  return {
    failed: sumOf(own),
    recovered: sumOf(own.filter(({ outcome }) => isRecovered(outcome))),
    byOutcome: groupBy(own, ({ outcome }) => outcome),
    byReason: groupBy(own, ({ reason }) => reason),
  }
}

const sumOf = (rows: readonly FailureSum[]): Part => ({
  invoices: rows.reduce((total, row) => total + row.invoices, 0),
  amount: rows.reduce((total, row) => total + row.amount, 0),
})

const groupBy = <Key>(rows: readonly FailureSum[], keyOf: (row: FailureSum) => Key): Map<Key, Part> => {
  const keys = [...new Set(rows.map(keyOf))]
  return new Map(keys.map((key) => [key, sumOf(rows.filter((row) => keyOf(row) === key))]))
}
