import { type Money, money } from '../../money/money.ts'
import type { Metric } from '../explained/metric.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { monthlyOf } from '../monthly.ts'
import type { DailySupport, SupportersReport } from './supporters-report.ts'

const COUNTS: readonly [column: string, metric: Metric, countOf: (day: DailySupport) => number][] = [
  ['active_supporters', 'active-supporters', (day) => day.end],
  ['new_supporters', 'new-supporters', (day) => day.new],
  ['lost_supporters', 'lost-supporters', (day) => day.lost],
  ['supporters_at_start', 'supporters-at-start', (day) => day.start],
  ['reactivated_supporters', 'reactivated-supporters', (day) => day.reactivated],
  ['resumed_supporters', 'resumed-supporters', (day) => day.resumed],
  ['transferred_in', 'transferred-in', (day) => day.transferredIn],
  ['paused_supporters', 'paused-supporters', (day) => day.paused],
  ['transferred_out', 'transferred-out', (day) => day.transferredOut],
]

/** Returns every day of the period as a table. */
export const supportersTable = (
  report: SupportersReport,
  about: Pick<CsvAbout, 'title' | 'query' | 'timeZone'>,
): CsvTable => {
  const currencies = [...report.annual.keys()].sort()
  const mrrColumns = currencies.map((each) => `mrr_${each}`)
  return {
    about: {
      ...about,
      name: 'supporters',
      metrics: [
        ...COUNTS.map(([column, metric]) => [column, metric] as const),
        ...mrrColumns.map((column) => [column, 'mrr'] as const),
      ],
    },
    columns: ['day', ...COUNTS.map(([column]) => column), ...mrrColumns],
    rows: report.days.map((day) => [
      day.day,
      ...COUNTS.map(([, , countOf]) => countOf(day)),
      ...currencies.map(
        (currency): Money => money(Math.round(monthlyOf(day.annual.get(currency) ?? 0)), currency),
      ),
    ]),
  }
}
