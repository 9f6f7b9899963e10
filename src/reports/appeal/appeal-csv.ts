import type { Currency } from '../../money/currency.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { cellOf } from '../export/figure-cell.ts'
import type { Funnel } from './funnel.ts'
import { funnelColumns } from './funnel-columns.ts'

type About = Pick<CsvAbout, 'title' | 'query' | 'timeZone'> & {
  /** The name of the first column: `campaign`, `month`. */
  of: string
  currencies: readonly Currency[]
}

/** Returns the rows of the page's table: one for each campaign, form, section, month or day. */
export const funnelTable = (
  rows: readonly (readonly [name: string, funnel: Funnel])[],
  { of, currencies, ...about }: About,
): CsvTable => {
  const columns = funnelColumns(currencies)
  return {
    about: {
      ...about,
      name: `appeal-${of}`,
      metrics: columns.map(({ name, metric }) => [name, metric] as const),
    },
    columns: [of, ...columns.map(({ name }) => name)],
    rows: rows.map(([name, funnel]) => [name, ...columns.map(({ figureOf }) => cellOf(figureOf(funnel)))]),
  }
}
