import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import { type BarSeries, BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { barFigures, type Point } from '../plots/plot-data.ts'
import { earlierOf, nameText } from '../plots/plot-words.ts'
import { moneyUnit, signedText, type Unit } from '../plots/units.ts'
import { MONEY_PARTS } from './money-identity.ts'
import { monthTotals, mrrRates, type SpanIdentity } from './movements.ts'

type Props = {
  months: readonly SpanIdentity[]
  /** The months of the compared period. Null: nothing is compared. */
  before: { label: string; months: readonly SpanIdentity[]; names: readonly string[] } | null
  currency: Currency
  language: Language
}

/** Shows what each month gained and lost, as bars and as a table. */
export const MonthsPanel = ({ months, before, currency, language }: Props) => {
  const say = sayIn(language)
  const unit = moneyUnit(language, currency, say('movements.unit', { currency }))
  const names = months.map(({ name }) => name)
  const series = seriesOf(say, months, names)
  const earlier = before
    ? earlierOf(seriesOf(say, before.months, before.names), before.label, language)
    : undefined
  return (
    <section>
      <h2>{say('movements.plot.months')}</h2>
      <BarsChart
        label={say('movements.plot.months')}
        language={language}
        unit={unit}
        series={series}
        earlier={earlier}
      />
      <FiguresTable
        caption={say('movements.barsTable')}
        {...tableOf(barFigures(series, earlier), say('movements.month'), { unit, language })}
      />
      <MonthsTable months={months} unit={unit} language={language} />
    </section>
  )
}

/** The groups of the plot. Months that are not known have no figure. */
const seriesOf = (say: Say, months: readonly SpanIdentity[], names: readonly string[]): BarSeries[] => {
  const totals = new Map(months.map((month) => [month.name, monthTotals(month)]))
  const pointsOf = (part: keyof ReturnType<typeof monthTotals>): Point[] =>
    names.map((name) => {
      const total = totals.get(name)
      return { name, value: total === undefined ? null : monthlyOf(total[part]) }
    })
  return [
    { label: say('movements.part.new'), points: pointsOf('new'), tone: 'accent' },
    { label: say('movements.otherGains'), points: pointsOf('otherGains'), tone: 'light' },
    { label: say('movements.churn'), points: pointsOf('churn'), tone: 'hatched', isBelow: true },
    {
      label: say('movements.otherLosses'),
      points: pointsOf('otherLosses'),
      tone: 'grey',
      isBelow: true,
    },
  ]
}

const MonthsTable = ({
  months,
  unit,
  language,
}: Pick<Props, 'months' | 'language'> & {
  unit: Unit
}) => {
  const say = sayIn(language)
  const shown = MONEY_PARTS.filter((part) => months.some(({ parts }) => parts.get(part)))
  return (
    <FiguresTable
      caption={say('movements.table')}
      note={say('movements.table.note')}
      columns={[
        say('movements.month'),
        say('movements.start'),
        ...shown.map((part) => say(`movements.part.${part}`)),
        say('movements.end'),
        say('movements.gross'),
        say('movements.net'),
      ]}
      rows={months.toReversed().map((month) => {
        const rates = mrrRates(month, false)
        return {
          name: nameText(month.name, language),
          cells: [
            unit.format(monthlyOf(month.start)),
            ...shown.map((part) => signedText(monthlyOf(month.parts.get(part) ?? 0), unit)),
            unit.format(monthlyOf(month.end)),
            figureText(rates.gross, language),
            figureText(rates.net, language),
          ],
        }
      })}
    />
  )
}
