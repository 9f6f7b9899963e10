import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { type BarSeries, BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { barFigures } from '../plots/plot-data.ts'
import type { Tone } from '../plots/plot-frame.tsx'
import { earlierOf, nameText } from '../plots/plot-words.ts'
import { moneyUnit } from '../plots/units.ts'
import {
  CADENCES,
  incomeByCurrency,
  type Known,
  keptByCadence,
  keptOf,
  NO_INCOME,
  NOTHING_SETTLED,
  rowsBySpan,
  settledByCurrency,
} from './income.ts'
import type { LedgerSum, PaidCadence } from './ledger-sums-store.ts'

export type MonthsProps = {
  currency: Currency
  rows: readonly LedgerSum[]
  spans: readonly Known[]
  /** The compared period. Null: nothing is compared. */
  earlier: { label: string; rows: readonly LedgerSum[]; spans: readonly Known[] } | null
  language: Language
}

// Hatched is left to the rarest, because hatching also marks missing months.
const TONES: Record<PaidCadence, Tone> = {
  monthly: 'accent',
  yearly: 'grey',
  once: 'light',
  other: 'hatched',
}

/** Shows what came in in one currency, month by month, and what Stripe settled of it. */
export const IncomeByMonth = ({ currency, rows, spans, earlier, language }: MonthsProps) => {
  const say = sayIn(language)
  const own = rows.filter((row) => row.currency === currency)
  const unit = moneyUnit(language, currency, currency)
  const series = cadenceSeries({ currency, rows: own, spans, language })
  const compared =
    earlier && earlierOf([keptSeries(currency, earlier.rows, earlier.spans)], earlier.label, language)
  const before = compared ?? undefined
  return (
    <section>
      <h2>{say('income.kept', { currency })}</h2>
      <BarsChart
        label={say('income.kept', { currency })}
        series={series}
        earlier={before}
        unit={unit}
        language={language}
      />
      <FiguresTable
        caption={say('income.byCadence', { currency })}
        {...tableOf(barFigures(series, before), say('income.month'), { unit, language })}
      />
      <FiguresTable
        caption={say('income.byMonth', { currency })}
        {...statementOf({ currency, rows: own, spans, language })}
        isOpen
      />
    </section>
  )
}

const keptSeries = (currency: Currency, rows: readonly LedgerSum[], spans: readonly Known[]): BarSeries => {
  const bySpan = rowsBySpan(rows)
  return {
    label: '',
    points: spans.map(({ name, isKnown }) => ({
      name,
      value: isKnown ? keptOf(incomeByCurrency(bySpan.get(name) ?? []).get(currency) ?? NO_INCOME) : null,
    })),
  }
}

type Part = Omit<MonthsProps, 'earlier'>

const cadenceSeries = ({ currency, rows, spans, language }: Part): BarSeries[] => {
  const bySpan = rowsBySpan(rows)
  const used = CADENCES.filter((cadence) => rows.some((row) => row.cadence === cadence))
  return used.map((cadence) => ({
    label: sayIn(language)(`income.cadence.${cadence}`),
    tone: TONES[cadence],
    points: spans.map(({ name, isKnown }) => ({
      name,
      value: isKnown ? (keptByCadence(bySpan.get(name) ?? [], currency).get(cadence) ?? 0) : null,
    })),
  }))
}

/** A row for each month and one for their sum: in the currency that was paid in, then as it was settled. */
const statementOf = ({ currency, rows, spans, language }: Part) => {
  const say = sayIn(language)
  const payouts = [...settledByCurrency(rows).keys()].sort()
  const write = (minor: number, of: Currency): string => moneyUnit(language, of, of).format(minor)
  const cellsOf = (part: readonly LedgerSum[]): string[] => {
    const income = incomeByCurrency(part).get(currency) ?? NO_INCOME
    const settled = settledByCurrency(part)
    return [
      String(income.payments),
      ...[income.gross, income.refunds, income.disputes, keptOf(income)].map((minor) =>
        write(minor, currency),
      ),
      ...payouts.flatMap((payout) => {
        const sums = settled.get(payout) ?? NOTHING_SETTLED
        return [keptOf(sums), sums.fees, sums.net].map((minor) => write(minor, payout))
      }),
    ]
  }
  const bySpan = rowsBySpan(rows)
  const known = spans.filter(({ isKnown }) => isKnown)
  return {
    columns: [
      say('income.month'),
      say('metric.payments'),
      say('metric.gross'),
      say('metric.refunds'),
      say('metric.disputes'),
      say('metric.kept'),
      ...payouts.flatMap((payout) => [
        say('income.settled', { currency: payout }),
        payouts.length > 1 ? say('income.feesIn', { currency: payout }) : say('income.fees'),
        payouts.length > 1 ? say('income.netIn', { currency: payout }) : say('income.net'),
      ]),
    ],
    rows: [
      ...known.map(({ name }) => ({
        name: nameText(name, language),
        cells: cellsOf(bySpan.get(name) ?? []),
      })),
      { name: say('income.total'), cells: cellsOf(rows) },
    ],
  }
}
