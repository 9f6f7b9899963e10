import type { PastDueSum } from '../../billing/staff-inbox/attention-store.ts'
import { money } from '../../money/money.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { monthlyOf } from '../monthly.ts'
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

/** Returns the contributions past due as a table: their sums by currency, days past due and reason. */
export const pastDueTable = (sums: readonly PastDueSum[], about: About): CsvTable => {
  const { currency } = about.query
  return {
    about: { ...about, name: 'past-due', metrics: [['contributions', 'past-due']] },
    columns: ['currency', 'days_past_due', 'reason', 'contributions', 'monthly_amount'],
    rows: sums
      .filter((row) => currency === null || row.currency === currency)
      .map((row) => [
        row.currency,
        row.days,
        row.reason,
        row.subscriptions,
        money(Math.round(monthlyOf(row.annualAmount)), row.currency),
      ]),
  }
}
