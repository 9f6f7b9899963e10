import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { Metric } from '../explained/metric.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import { cellText } from './csv-cell.ts'

/** Describes a table in its header and its file name. */
export type CsvAbout = {
  /** Begins the file name: `supporters`. */
  name: string
  title: string
  query: Pick<ReportQuery, 'period' | 'currency'>
  timeZone: string
  /** Columns with their metric, such as `['mrr_USD', 'mrr']`. */
  metrics: readonly (readonly [column: string, metric: Metric])[]
}

/** Lists what the table holds. Each line begins with `#`, so that programs can skip it. */
export const headerLines = (
  { title, query: { period, currency }, timeZone, metrics }: CsvAbout,
  language: Language,
): string[][] => {
  const say = sayIn(language)
  const lines: [string, string][] = [
    ['report', title],
    ['from', period.from],
    ['to', period.to],
    ['time zone', timeZone],
    ['currency', currency ?? say('export.allCurrencies')],
    ...metrics.map(([column, metric]): [string, string] => [column, say(`definition.${metric}`)]),
    ['empty cells', say('export.emptyCells')],
  ]
  return lines.map(([name, text]) => [`# ${name}`, cellText(text, '.')])
}

/** Names the file after report and period: `supporters-2026-11-01-2026-11-30-EUR.csv`. */
export const csvFileName = ({ name, query: { period, currency } }: CsvAbout): string =>
  `${[name, period.from, period.to, ...currencyPart(currency)].join('-')}.csv`

const currencyPart = (currency: Currency | null): string[] => (currency === null ? [] : [currency])
