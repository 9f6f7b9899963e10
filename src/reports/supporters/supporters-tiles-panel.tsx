import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import {
  averageOf,
  cannotCompute,
  countFigure,
  type Figure,
  moneyFigure,
  rateOf,
} from '../explained/figure.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import type { Counted, Input } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import { monthlyOf, type SupportersReport } from './supporters-report.ts'

type Props = {
  report: SupportersReport
  /** The report of the compared period. Null: nothing is compared. */
  before: SupportersReport | null
  /** The currency of a zero while nobody has given. */
  usual: Currency
  counted: Counted
}

/** Shows the headline figures of the exact supporters report. */
export const SupportersTiles = ({ report, before, usual, counted }: Props) => {
  const { annual } = report
  const shown = annual.size > 0 ? [...annual.keys()].sort() : [usual]
  const compare = (figureOf: (of: SupportersReport) => Figure): TileFigure => ({
    figure: figureOf(report),
    before: before === null ? null : figureOf(before),
  })
  const count = (metric: Metric, countOf: (of: SupportersReport) => number) => (
    <FigureTile metric={metric} figures={[compare((of) => countFigure(countOf(of)))]} counted={counted} />
  )
  return (
    <dl class="headlines">
      <FigureTile
        metric="active-supporters"
        figures={[compare((of) => countFigure(of.active))]}
        counted={counted}
        explanation={{ inputs: inputsOfActive(report, counted) }}
      />
      <FigureTile
        metric="mrr"
        figures={shown.map((currency) => ({
          ...compare((of) => moneyFigure(monthlyOf(of.annual.get(currency) ?? 0), currency)),
          currency,
        }))}
        counted={counted}
      />
      {count('new-supporters', (of) => of.new)}
      {count('lost-supporters', (of) => of.lost)}
      {count('supporters-at-start', (of) => of.openingActive)}
      <FigureTile
        metric="churn-rate"
        figures={[compare(({ lost, openingActive }) => rateOf({ part: lost, base: openingActive }))]}
        counted={counted}
        explanation={{ inputs: inputsOfChurn(report, counted) }}
      />
      <FigureTile metric="arpu" figures={[compare(arpuOf(usual))]} counted={counted} />
    </dl>
  )
}

const inputsOfActive = (report: SupportersReport, { language }: Counted): Input[] => {
  const say = sayIn(language)
  const { openingActive, active } = report
  const others = active - openingActive - report.new + report.lost
  return [
    { sign: '', label: say('metric.supporters-at-start'), figure: countFigure(openingActive) },
    { sign: '+', label: say('metric.new-supporters'), figure: countFigure(report.new) },
    { sign: '−', label: say('metric.lost-supporters'), figure: countFigure(report.lost) },
    {
      sign: others < 0 ? '−' : '+',
      label: say('supporters.otherChanges'),
      figure: countFigure(Math.abs(others)),
    },
  ]
}

const inputsOfChurn = ({ lost, openingActive }: SupportersReport, { language }: Counted): Input[] => {
  const say = sayIn(language)
  return [
    { sign: '', label: say('metric.lost-supporters'), figure: countFigure(lost) },
    { sign: '÷', label: say('metric.supporters-at-start'), figure: countFigure(openingActive) },
  ]
}

/** Currencies are not added up, so an average needs a single one. */
const arpuOf =
  (usual: Currency) =>
  ({ annual, active }: SupportersReport): Figure => {
    const [first, ...others] = [...annual].filter(([, amount]) => amount !== 0)
    if (others.length > 0) return cannotCompute('several-currencies')
    const [currency, amount] = first ?? [usual, 0]
    return averageOf({ minor: monthlyOf(amount), people: active, currency })
  }
