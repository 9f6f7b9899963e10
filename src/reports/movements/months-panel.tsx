import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { nameText } from '../plots/plot-words.ts'
import { moneyUnit, signedText, type Unit } from '../plots/units.ts'
import { MONEY_PARTS } from './money-identity.ts'
import { monthTotals, mrrRates, type SpanIdentity } from './movements.ts'

type Props = { months: readonly SpanIdentity[]; currency: Currency; language: Language }

/** Shows what each month gained and lost, as bars and as a table. */
export const MonthsPanel = ({ months, currency, language }: Props) => {
  const say = sayIn(language)
  const unit = moneyUnit(language, currency, say('movements.unit', { currency }))
  const totals = months.map((month) => ({ name: month.name, ...monthTotals(month) }))
  const pointsOf = (part: keyof ReturnType<typeof monthTotals>) =>
    totals.map((total) => ({ name: total.name, value: monthlyOf(total[part]) }))
  return (
    <section>
      <h2>{say('movements.plot.months')}</h2>
      <BarsChart
        label={say('movements.plot.months')}
        language={language}
        unit={unit}
        series={[
          { label: say('movements.part.new'), points: pointsOf('new'), tone: 'accent' },
          { label: say('movements.otherGains'), points: pointsOf('otherGains'), tone: 'light' },
          { label: say('movements.churn'), points: pointsOf('churn'), tone: 'hatched', isBelow: true },
          {
            label: say('movements.otherLosses'),
            points: pointsOf('otherLosses'),
            tone: 'grey',
            isBelow: true,
          },
        ]}
      />
      <MonthsTable months={months} unit={unit} language={language} />
    </section>
  )
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
