import { stringify } from 'csv-stringify/sync'
import { exponentOf } from '../money/currency.ts'
import { monthlyOf, type SupportersReport } from './supporters-report.ts'

/**
 * Returns every day of the period with amounts in major units. Escapes cells that a spreadsheet would run as
 * formulas.
 */
export const supportersCsv = (report: SupportersReport): string => {
  const currencies = [...report.annual.keys()].sort()
  const rows = report.days.map((day) => [
    day.day,
    day.active,
    day.new,
    day.lost,
    ...currencies.map((currency) => {
      const exponent = exponentOf(currency)
      return (Math.round(monthlyOf(day.annual.get(currency) ?? 0)) / 10 ** exponent).toFixed(exponent)
    }),
  ])
  const header = [
    'day',
    'active_supporters',
    'new_supporters',
    'lost_supporters',
    ...currencies.map((each) => `mrr_${each}`),
  ]
  return stringify([header, ...rows], { escape_formulas: true })
}
