import { type Language, sayIn } from '../../messages/messages.ts'
import { countFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { cohortTableOf, FiguresTable } from '../plots/figures-table-panel.tsx'
import { HeatMapChart, heatFigures } from '../plots/heat-chart.tsx'
import { percentUnit } from '../plots/units.ts'
import { type CohortGroup, mergeSmallCohorts } from './cohort-groups.ts'
import { heatRows } from './cohort-words.ts'
import type { CohortRow } from './retention.ts'

type Props = {
  rows: readonly CohortRow[]
  title: string
  unitName: string
  note: string
  tableTitle: string
  language: Language
}

/** Shows the retention of cohorts as a heat map, and beside it as a table. */
export const CohortMap = ({ rows, title, unitName, note, tableTitle, language }: Props) => {
  const say = sayIn(language)
  const groups = mergeSmallCohorts(rows)
  const shown = heatRows(groups, language)
  const words = { unit: percentUnit(language, unitName), language }
  const table = cohortTableOf(heatFigures(shown), say('cohorts.first'), words)
  const [heading = '', ...ages] = table.columns
  return (
    <section>
      <h2>{title}</h2>
      <p class="hint">{note}</p>
      <HeatMapChart label={title} rows={shown} {...words} />
      <FiguresTable
        caption={tableTitle}
        columns={[heading, say('cohorts.began'), ...ages]}
        rows={table.rows.map(({ name, cells }, index) => ({
          name,
          cells: [peopleText(groups[index], language), ...cells],
        }))}
      />
    </section>
  )
}

const peopleText = (group: CohortGroup | undefined, language: Language): string =>
  figureText(
    group === undefined || group.isTooSmall ? { is: 'too-few' } : countFigure(group.people),
    language,
  )
