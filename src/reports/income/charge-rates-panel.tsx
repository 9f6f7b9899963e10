import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import { figureText } from '../explained/figure-words.ts'
import type { Counted, Input } from '../explained/how-counted-panel.tsx'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { nameText } from '../plots/plot-words.ts'
import { type ChargeRates, chargeRatesOf, countOf, shareOfCharges } from './charge-rates.ts'
import { type Known, rowsBySpan } from './income.ts'
import type { LedgerSum } from './ledger-sums-store.ts'

const SIDES = ['refunds', 'disputes'] as const
type Side = (typeof SIDES)[number]

type Props = {
  /** Sums by the month of the charge. */
  rows: readonly LedgerSum[]
  /** The sums of the compared period. Null: nothing is compared. */
  before: readonly LedgerSum[] | null
  spans: readonly Known[]
  counted: Counted
}

/** Shows which share of the charges was refunded and disputed, by the month of the charge. */
export const RatesOfCharges = ({ rows, before, spans, counted }: Props) => {
  const { language } = counted
  const [now, earlier] = [chargeRatesOf(rows), before && chargeRatesOf(before)]
  const shown = (side: Side): TileFigure => ({
    figure: shareOfCharges(now, side),
    before: earlier && shareOfCharges(earlier, side),
  })
  return (
    <section>
      <h2>{sayIn(language)('income.rates')}</h2>
      <p class="hint">{sayIn(language)('income.ratesHint')}</p>
      <dl class="headlines">
        {SIDES.map((side) => (
          <FigureTile
            key={side}
            metric={metricOf(side)}
            figures={[shown(side)]}
            counted={counted}
            explanation={{ inputs: inputsOf(now, side, counted) }}
          />
        ))}
      </dl>
      <RatesTable rows={rows} spans={spans} language={language} />
    </section>
  )
}

const metricOf = (side: Side) => (side === 'refunds' ? 'refund-rate' : 'dispute-rate')

const inputsOf = (rates: ChargeRates, side: Side, { language }: Counted): Input[] => {
  const say = sayIn(language)
  return [
    { sign: '', label: say(`income.rates.${side}`), figure: countOf(rates, side) },
    { sign: '÷', label: say('income.rates.charges'), figure: countOf(rates, 'charges') },
  ]
}

type TableProps = Pick<Props, 'rows' | 'spans'> & { language: Language }

const RatesTable = ({ rows, spans, language }: TableProps) => {
  const say = sayIn(language)
  const bySpan = rowsBySpan(rows)
  const cellsOf = (part: readonly LedgerSum[]): string[] => {
    const rates = chargeRatesOf(part)
    const counts = (side: keyof ChargeRates): string => rates[side].toLocaleString(localeOf(language))
    return [
      counts('charges'),
      ...SIDES.flatMap((side) => [counts(side), figureText(shareOfCharges(rates, side), language)]),
    ]
  }
  return (
    <FiguresTable
      caption={say('income.rates.table')}
      isOpen
      columns={[
        say('income.rates.month'),
        say('income.rates.charges'),
        ...SIDES.flatMap((side) => [say(`income.rates.${side}`), say(`metric.${metricOf(side)}`)]),
      ]}
      rows={[
        ...spans
          .filter(({ isKnown }) => isKnown)
          .map(({ name }) => ({ name: nameText(name, language), cells: cellsOf(bySpan.get(name) ?? []) })),
        { name: say('income.total'), cells: cellsOf(rows) },
      ]}
    />
  )
}
