import type { CsvCell } from '../export/csv-cell.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { groupBy } from '../group-by.ts'
import { chargeRatesOf } from './charge-rates.ts'
import type { LedgerSum } from './ledger-sums-store.ts'

/** Returns the charges of each month and currency as a table, with their refunds and disputes. */
export const chargeRatesTable = (
  rows: readonly LedgerSum[],
  about: Pick<CsvAbout, 'title' | 'query' | 'timeZone'>,
): CsvTable => ({
  about: {
    ...about,
    name: 'refund-and-dispute-rates',
    metrics: [
      ['refund_rate', 'refund-rate'],
      ['dispute_rate', 'dispute-rate'],
    ],
  },
  columns: ['charge_month', 'currency', 'charges', 'refunds', 'refund_rate', 'disputes', 'dispute_rate'],
  rows: [...groupBy(rows, ({ span, currency }) => `${span} ${currency}`)].sort().map(([key, part]) => {
    const { charges, refunds, disputes } = chargeRatesOf(part)
    const rate = (count: number): CsvCell => (charges > 0 ? { rate: count / charges } : null)
    return [...key.split(' '), charges, refunds, rate(refunds), disputes, rate(disputes)]
  }),
})
