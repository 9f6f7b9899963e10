import { formatDayRange } from '../../messages/dates.ts'
import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { averageOf, countFigure, type Figure, moneyFigure, rateOf } from '../explained/figure.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import type { Counted, Input } from '../explained/how-counted-panel.tsx'
import { monthlyOf } from '../monthly.ts'
import { SMALL } from '../small-numbers.ts'
import type { CurrentFigures } from './current-figures.ts'
import { SUM_PARTS } from './sum-panel.tsx'
import type { SupportersReport } from './supporters-report.ts'

type Props = {
  report: SupportersReport
  /** The report of the compared period. Null: nothing is compared. */
  before: SupportersReport | null
  current: CurrentFigures
  /** The currency of a zero while nobody has given. */
  usual: Currency
  counted: Counted
}

/** Shows the headline figures of the exact supporters report. */
export const SupportersTiles = ({ report, before, current, usual, counted }: Props) => {
  const shown = report.annual.size > 0 ? [...report.annual.keys()].sort() : [usual]
  const compare = (figureOf: (of: SupportersReport) => Figure): TileFigure => ({
    figure: figureOf(report),
    before: before === null ? null : figureOf(before),
  })
  const byCurrency = (figureOf: (of: SupportersReport, currency: Currency) => Figure) =>
    shown.map((currency) => ({ ...compare((of) => figureOf(of, currency)), currency }))
  return (
    <dl class="headlines">
      <FigureTile
        metric="active-supporters"
        figures={[compare((of) => countFigure(of.people.end))]}
        counted={counted}
        explanation={{ inputs: inputsOfActive(report, counted) }}
      />
      <FigureTile metric="mrr" figures={byCurrency(mrrOf)} counted={counted} />
      <FigureTile
        metric="arpu"
        figures={byCurrency(arpuOf)}
        counted={counted}
        explanation={{ inputs: inputsOfArpu(report, counted) }}
      />
      <FigureTile
        metric="churn-rate"
        figures={[
          {
            figure: churnRateOf(report),
            before: before === null ? null : churnRateOf(before, SMALL),
          },
        ]}
        counted={counted}
        explanation={{ inputs: inputsOfChurn(report, counted) }}
      />
      <CurrentTiles current={current} counted={counted} />
    </dl>
  )
}

/** Shows what is so today, whichever period is chosen. Nothing is compared. */
const CurrentTiles = ({ current, counted }: Pick<Props, 'current' | 'counted'>) => {
  const { today, failing, upcoming } = current
  const { language } = counted
  const now = { ...counted, period: formatDayRange(today, today, { language, withYear: true }) }
  const tiles = [
    ['failing-renewals', failing],
    ['scheduled-cancellations', upcoming.scheduledCancellations],
  ] as const
  return (
    <>
      {tiles.map(([metric, count]) => (
        <FigureTile
          key={metric}
          metric={metric}
          figures={[{ figure: countFigure(count), before: null }]}
          counted={now}
        />
      ))}
    </>
  )
}

const mrrOf = ({ annual }: SupportersReport, currency: Currency): Figure =>
  moneyFigure(monthlyOf(annual.get(currency) ?? 0), currency)

/** A rate to compare with needs ten people at the start: one who left of one is no 100 % to compare with. */
const churnRateOf = ({ people: { lost, start } }: SupportersReport, leastBase = 1): Figure =>
  rateOf({ part: lost, base: start, leastBase })

const arpuOf = ({ annual, activeIn }: SupportersReport, currency: Currency): Figure =>
  averageOf({ minor: monthlyOf(annual.get(currency) ?? 0), people: activeIn.get(currency) ?? 0, currency })

const inputsOfActive = ({ people }: SupportersReport, { language }: Counted): Input[] => {
  const say = sayIn(language)
  return [
    { sign: '', label: say('metric.supporters-at-start'), figure: countFigure(people.start) },
    ...SUM_PARTS.map(({ sign, part, metric }) => ({
      sign,
      label: say(`metric.${metric}`),
      figure: countFigure(people[part]),
    })),
  ]
}

const inputsOfChurn = ({ people }: SupportersReport, { language }: Counted): Input[] => {
  const say = sayIn(language)
  return [
    { sign: '', label: say('metric.lost-supporters'), figure: countFigure(people.lost) },
    { sign: '÷', label: say('metric.supporters-at-start'), figure: countFigure(people.start) },
  ]
}

/** An average has one sum. With several currencies each has its own. */
const inputsOfArpu = (report: SupportersReport, { language }: Counted): Input[] => {
  const say = sayIn(language)
  const [currency] = report.annual.keys()
  if (currency === undefined || report.annual.size > 1) return []
  const people = countFigure(report.activeIn.get(currency) ?? 0)
  return [
    { sign: '', label: say('metric.mrr'), figure: mrrOf(report, currency) },
    { sign: '÷', label: say('metric.active-supporters'), figure: people },
  ]
}
