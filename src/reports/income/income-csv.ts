import type { Currency } from '../../money/currency.ts'
import { money } from '../../money/money.ts'
import type { Metric } from '../explained/metric.ts'
import type { CsvCell } from '../export/csv-cell.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import {
  CADENCES,
  incomeByCurrency,
  keptByCadence,
  NO_INCOME,
  NOTHING_SETTLED,
  rowsBySpan,
  settledByCurrency,
} from './income.ts'
import type { LedgerSpan, LedgerSum } from './ledger-sums-store.ts'

type Column = { name: string; metric: Metric; cellOf: (rows: readonly LedgerSum[]) => CsvCell }

type Asked = {
  by: LedgerSpan
  /** The days or months, those before the first entry too. */
  spans: readonly string[]
  /** The first day or month with an entry. Null: there is none. */
  since: string | null
  about: Pick<CsvAbout, 'title' | 'query' | 'timeZone'>
}

/** Returns every day or month of the period as a table. */
export const incomeTable = (rows: readonly LedgerSum[], { by, spans, since, about }: Asked): CsvTable => {
  const columns = columnsOf(rows)
  const bySpan = rowsBySpan(rows)
  return {
    about: {
      ...about,
      name: by === 'day' ? 'income' : 'income-months',
      metrics: columns.map(({ name, metric }) => [name, metric] as const),
    },
    columns: [by, ...columns.map(({ name }) => name)],
    rows: spans.map((span) => [
      span,
      ...columns.map(({ cellOf }) =>
        since === null || span < since ? null : cellOf(bySpan.get(span) ?? []),
      ),
    ]),
  }
}

const columnsOf = (rows: readonly LedgerSum[]): Column[] => [
  ...[...incomeByCurrency(rows).keys()].sort().flatMap(incomeColumns),
  ...[...settledByCurrency(rows).keys()].sort().flatMap(settledColumns),
]

const incomeColumns = (currency: Currency): Column[] => {
  const of = (rows: readonly LedgerSum[]) => incomeByCurrency(rows).get(currency) ?? NO_INCOME
  return [
    { name: `payments_${currency}`, metric: 'payments', cellOf: (rows) => of(rows).payments },
    ...(['gross', 'refunds', 'disputes'] as const).map(
      (side): Column => ({
        name: `${side}_${currency}`,
        metric: side,
        cellOf: (rows) => money(of(rows)[side], currency),
      }),
    ),
    ...CADENCES.map(
      (cadence): Column => ({
        name: `kept_${cadence}_${currency}`,
        metric: 'kept',
        cellOf: (rows) => money(keptByCadence(rows, currency).get(cadence) ?? 0, currency),
      }),
    ),
  ]
}

const settledColumns = (currency: Currency): Column[] =>
  (['fees', 'net'] as const).map((side) => ({
    name: `${side === 'net' ? 'settled_net' : side}_${currency}`,
    metric: side === 'net' ? 'settled-net' : side,
    cellOf: (rows) => money((settledByCurrency(rows).get(currency) ?? NOTHING_SETTLED)[side], currency),
  }))
