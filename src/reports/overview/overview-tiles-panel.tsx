import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { countFigure, type Figure, moneyFigure } from '../explained/figure.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import type { Counted } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import type { Figure as PlotFigure } from '../plots/plot-data.ts'
import { Sparkline } from '../plots/sparkline-chart.tsx'
import { countUnit, moneyUnit, type Unit } from '../plots/units.ts'
import type { Overview, Standing } from './overview.ts'

type Props = {
  overview: Overview
  /** How many cases wait for staff. */
  cases: number
  /** The newsroom's first currency, which is shown large. */
  first: Currency
  counted: Counted
  /** The words for the current month until today, and for this moment. */
  periods: { month: string; now: string }
}

/** Shows the four tiles of the overview, each with its change against a month ago and its course. */
export const OverviewTiles = ({ overview, cases, first, counted, periods }: Props) => {
  const { now, before, course } = overview
  const { language } = counted
  const unit = countUnit(language, sayIn(language)('plots.people'))
  const compare = (figureOf: (of: Standing) => Figure): TileFigure => ({
    figure: figureOf(now),
    before: before === null ? null : figureOf(before),
  })
  const mrrOf = ({ mrr }: Standing, currency: Currency): number => mrr.get(currency) ?? 0
  const others = [...now.mrr.keys()].filter((each) => each !== first && mrrOf(now, each) !== 0).sort()
  const drawn = (metric: Metric, drawnUnit: Unit, numberOf: (of: Standing) => PlotFigure) => (
    <Course
      metric={metric}
      unit={drawnUnit}
      language={language}
      points={course.map((each) => ({ name: each.month, value: numberOf(each) }))}
    />
  )
  return (
    <dl class="headlines headlines-lead">
      <FigureTile
        metric="active-supporters"
        figures={[compare(({ active }) => countFigure(active))]}
        counted={counted}
      >
        {drawn('active-supporters', unit, ({ active }) => active)}
      </FigureTile>
      <FigureTile
        metric="mrr"
        figures={[
          { ...compare((of) => moneyFigure(mrrOf(of, first), first)), currency: first },
          ...others.map(
            (currency): TileFigure => ({
              figure: moneyFigure(mrrOf(now, currency), currency),
              before: null,
              currency,
            }),
          ),
        ]}
        counted={counted}
      >
        {drawn('mrr', moneyUnit(language, first, first), (of) => Math.round(mrrOf(of, first)))}
      </FigureTile>
      <FigureTile
        metric="new-supporters"
        label={sayIn(language)('overview.newThisMonth')}
        figures={[compare(({ newInMonth }) => countFigure(newInMonth))]}
        counted={{ ...counted, period: periods.month }}
      >
        {drawn('new-supporters', unit, ({ newInMonth }) => newInMonth)}
      </FigureTile>
      <FigureTile
        metric="needs-attention"
        figures={[{ figure: countFigure(cases), before: null }]}
        counted={{ ...counted, period: periods.now }}
      />
    </dl>
  )
}

type CourseProps = Pick<Counted, 'language'> & {
  metric: Metric
  unit: Unit
  points: readonly { name: string; value: PlotFigure }[]
}

/** Draws the course of a figure by month. Draws nothing for an empty record. */
export const Course = ({ metric, unit, points, language }: CourseProps) => {
  const say = sayIn(language)
  if (points.length === 0) return null
  const label = say('overview.course', { metric: say(`metric.${metric}`) })
  return <Sparkline label={label} points={points} unit={unit} language={language} />
}
