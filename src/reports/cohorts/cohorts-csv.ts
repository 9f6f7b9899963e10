import type { Currency } from '../../money/currency.ts'
import { roundedMoney } from '../../money/money.ts'
import type { CsvCell } from '../export/csv-cell.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { monthlyOf } from '../monthly.ts'
import { mergeSmallCohorts } from './cohort-groups.ts'
import type { CohortRow } from './retention.ts'

type About = Pick<CsvAbout, 'title' | 'query' | 'timeZone'>
type Basis = { by: 'people' } | { by: 'money'; currency: Currency }

/** Returns a row for each group of cohorts and each age. Groups of fewer than ten people have empty cells. */
export const cohortsTable = (rows: readonly CohortRow[], basis: Basis, about: About): CsvTable => {
  const isMoney = basis.by === 'money'
  const [began, left] = isMoney
    ? [`mrr_first_month_${basis.currency}`, `mrr_left_${basis.currency}`]
    : ['people_began', 'people_left']
  const cell = (value: number): CsvCell => (isMoney ? roundedMoney(monthlyOf(value), basis.currency) : value)
  return {
    about: {
      ...about,
      name: `cohorts-${basis.by}`,
      metrics: [['retention', isMoney ? 'retention-mrr' : 'retention']],
    },
    columns: ['first_month', 'last_first_month', 'months_after', began, left, 'retention'],
    rows: mergeSmallCohorts(rows).flatMap(({ from, to, size, cells, isTooSmall }) =>
      cells.map((each, age): CsvCell[] => [
        from,
        to,
        age,
        isTooSmall ? null : cell(size),
        isTooSmall ? null : cell(each.left),
        isTooSmall || each.share === null ? null : { rate: each.share },
      ]),
    ),
  }
}
