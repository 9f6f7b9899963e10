import type { Currency } from '../../money/currency.ts'
import { roundedMoney } from '../../money/money.ts'
import type { CsvCell } from '../export/csv-cell.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { monthlyOf } from '../monthly.ts'
import { MONEY_PARTS } from './money-identity.ts'
import { isChurn, metricOfPart } from './money-part.ts'
import type { SpanIdentity } from './movements.ts'

type About = Pick<CsvAbout, 'title' | 'query' | 'timeZone'>

/** Returns months or days as a table: start, every part, end. Parts that take money away are negative. */
export const movementsTable = (
  spans: readonly SpanIdentity[],
  { currency, span, ...about }: About & { currency: Currency; span: 'month' | 'day' },
): CsvTable => {
  const partColumns = MONEY_PARTS.map((part) => {
    const name = isChurn(part) ? `${part}-mrr` : metricOfPart(part)
    return [`${name.replaceAll('-', '_')}_${currency}`, metricOfPart(part)] as const
  })
  const metrics: CsvAbout['metrics'] = [
    [`mrr_at_start_${currency}`, 'mrr-at-start'],
    ...partColumns,
    [`mrr_${currency}`, 'mrr'],
  ]
  const cell = (annual: number): CsvCell => roundedMoney(monthlyOf(annual), currency)
  return {
    about: { ...about, name: `movements-${span}`, metrics },
    columns: [span, ...metrics.map(([column]) => column)],
    rows: spans.map(({ name, start, parts, end }) => [
      name,
      cell(start),
      ...MONEY_PARTS.map((part) => cell(parts.get(part) ?? 0)),
      cell(end),
    ]),
  }
}
