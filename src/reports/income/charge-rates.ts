import { countFigure, type Figure, rateOf } from '../explained/figure.ts'
import type { LedgerSum } from './ledger-sums-store.ts'

/** Charges, and the refunds and disputes that came of them, whenever they came. */
export type ChargeRates = {
  /** Charges that did not fail afterwards. */
  charges: number
  /** Refunds that reached the supporter. */
  refunds: number
  /** Disputes in which money was taken, also if it came back. */
  disputes: number
}

/** Counts ledger sums that are dated by the charge. */
export const chargeRatesOf = (rows: readonly LedgerSum[]): ChargeRates => {
  const count = (kind: LedgerSum['kind']): number =>
    rows.reduce((total, row) => (row.kind === kind ? total + row.entries : total), 0)
  return {
    charges: count('payment') - count('payment-failed'),
    refunds: count('refund') - count('refund-failed'),
    disputes: count('dispute'),
  }
}

/** The share of refunds or disputes in the charges. */
export const shareOfCharges = (rates: ChargeRates, side: 'refunds' | 'disputes'): Figure =>
  rateOf({ part: rates[side], base: rates.charges })

export const countOf = (rates: ChargeRates, side: keyof ChargeRates): Figure => countFigure(rates[side])
