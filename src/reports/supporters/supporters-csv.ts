import { type Money, money } from '../../money/money.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { monthlyOf, type SupportersReport } from './supporters-report.ts'

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
        ['active_supporters', 'active-supporters'],
        ['new_supporters', 'new-supporters'],
        ['lost_supporters', 'lost-supporters'],
        ...mrrColumns.map((column) => [column, 'mrr'] as const),
      ],
    },
    columns: ['day', 'active_supporters', 'new_supporters', 'lost_supporters', ...mrrColumns],
    rows: report.days.map((day) => [
      day.day,
      day.active,
      day.new,
      day.lost,
      ...currencies.map(
        (currency): Money => money(Math.round(monthlyOf(day.annual.get(currency) ?? 0)), currency),
      ),
    ]),
  }
}
