import { money } from '../../money/money.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import type { FailureSum } from './failure-sums-store.ts'

type About = Pick<CsvAbout, 'title' | 'query' | 'timeZone'>

/** Returns the sums of failed invoices as a table: how those of each currency, cadence and reason ended. */
export const failuresTable = (failures: readonly FailureSum[], about: About): CsvTable => {
  const { currency } = about.query
  return {
    about: {
      ...about,
      name: 'at-risk',
      metrics: [
        ['outcome', 'recovery-rate'],
        ['failed_invoices', 'first-failure-rate'],
      ],
    },
    columns: ['currency', 'cadence', 'reason', 'outcome', 'failed_invoices', 'amount'],
    rows: failures
      .filter((row) => currency === null || row.currency === currency)
      .map((row) => [
        row.currency,
        row.cadence,
        row.reason,
        row.outcome,
        row.invoices,
        money(row.amount, row.currency),
      ]),
  }
}
