import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { Figure as ShownFigure } from '../explained/figure.ts'
import { rateOf } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import type { Known } from '../income/income.ts'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { barFigures, type Figure, type Point } from '../plots/plot-data.ts'
import { earlierOf, nameText } from '../plots/plot-words.ts'
import { DistributionChart } from '../plots/rows-chart.tsx'
import { countUnit, decimalUnit } from '../plots/units.ts'
import type { FunnelGroup } from './appeal-sums-store.ts'
import { FUNNEL_STEPS, type Funnel, funnelFigure } from './funnel.ts'
import { columnHeading, funnelColumns } from './funnel-columns.ts'

/** A figure as plots draw it. */
const plotted = (figure: ShownFigure): Figure => {
  if (figure.is === 'count') return figure.count
  if (figure.is === 'decimal') return figure.number
  return figure.is === 'too-few' ? 'few' : null
}

type StepsProps = { funnel: Funnel; language: Language }

/** Shows how many are left at each step of the way. */
export const FunnelSteps = ({ funnel, language }: StepsProps) => {
  const say = sayIn(language)
  const steps = FUNNEL_STEPS.map((metric) => ({
    label: say(`metric.${metric}`),
    figure: funnelFigure(funnel, metric),
  }))
  return (
    <section>
      <h2>{say('appealReport.steps')}</h2>
      <DistributionChart
        label={say('appealReport.steps')}
        groups={steps.map(({ label, figure }) => ({ label, value: plotted(figure) }))}
        unit={countUnit(language, say('appealReport.times'))}
        language={language}
      />
      <FiguresTable
        caption={say('appealReport.stepsTable')}
        columns={[say('appealReport.step'), say('appealReport.count'), say('appealReport.ofShown')]}
        rows={steps.map(({ label, figure }) => ({
          name: label,
          cells: [figureText(figure, language), figureText(shareOfShown(funnel, figure), language)],
        }))}
      />
      <p class="hint">
        {say('appealReport.seenNote', {
          share: figureText(funnelFigure(funnel, 'appeals-seen-share'), language),
        })}
      </p>
    </section>
  )
}

const shareOfShown = ({ shown }: Funnel, figure: ShownFigure): ShownFigure =>
  figure.is === 'count' ? rateOf({ part: figure.count, base: shown }) : figure

type Named = readonly (readonly [name: string, funnel: Funnel])[]

type GroupsProps = {
  by: FunnelGroup
  groups: Named
  total: Funnel
  currencies: readonly Currency[]
  language: Language
}

/** Compares campaigns, forms or sections: payments of a thousand appeals, then all figures as a table. */
export const FunnelGroups = ({ by, groups, total, currencies, language }: GroupsProps) => {
  const say = sayIn(language)
  const columns = funnelColumns(currencies)
  const cellsOf = (funnel: Funnel): string[] =>
    columns.map(({ figureOf }) => figureText(figureOf(funnel), language))
  return (
    <section>
      <h2>{say(`appealReport.groups.${by}`)}</h2>
      <DistributionChart
        label={say(`appealReport.groups.${by}`)}
        groups={groups.map(([label, funnel]) => ({
          label,
          value: plotted(funnelFigure(funnel, 'paid-per-thousand')),
        }))}
        unit={decimalUnit(language, say('appealReport.perThousand'))}
        language={language}
      />
      <FiguresTable
        caption={say(`appealReport.groupsTable.${by}`)}
        isOpen
        columns={[say(`appealReport.by.${by}`), ...columns.map((each) => columnHeading(each, language))]}
        rows={[
          ...groups.map(([name, funnel]) => ({ name, cells: cellsOf(funnel) })),
          { name: say('income.total'), cells: cellsOf(total) },
        ]}
      />
    </section>
  )
}

type Months = { funnels: ReadonlyMap<string, Funnel>; spans: readonly Known[] }

type MonthsProps = Months & {
  none: Funnel
  /** The compared period. Null: nothing is compared. */
  earlier: (Months & { label: string }) | null
  currencies: readonly Currency[]
  language: Language
}

/** Shows the payments of each month as bars, and all figures of each month as a table. */
export const FunnelMonths = ({ funnels, spans, none, earlier, currencies, language }: MonthsProps) => {
  const say = sayIn(language)
  const pointsOf = (months: Months): Point[] =>
    months.spans.map(({ name, isKnown }) => ({
      name,
      value: isKnown ? plotted(funnelFigure(months.funnels.get(name) ?? none, 'appeal-payments')) : null,
    }))
  const series = [{ label: say('metric.appeal-payments'), points: pointsOf({ funnels, spans }) }]
  const before =
    earlier === null
      ? undefined
      : earlierOf([{ label: '', points: pointsOf(earlier) }], earlier.label, language)
  const unit = countUnit(language, say('appealReport.payments'))
  const columns = funnelColumns(currencies)
  return (
    <section>
      <h2>{say('appealReport.months')}</h2>
      <BarsChart
        label={say('appealReport.months')}
        series={series}
        earlier={before}
        unit={unit}
        language={language}
      />
      <FiguresTable
        caption={say('movements.barsTable')}
        {...tableOf(barFigures(series, before), say('income.month'), { unit, language })}
      />
      <FiguresTable
        caption={say('movements.table')}
        columns={[say('income.month'), ...columns.map((each) => columnHeading(each, language))]}
        rows={spans
          .filter(({ isKnown }) => isKnown)
          .map(({ name }) => ({
            name: nameText(name, language),
            cells: columns.map(({ figureOf }) => figureText(figureOf(funnels.get(name) ?? none), language)),
          }))}
      />
    </section>
  )
}
