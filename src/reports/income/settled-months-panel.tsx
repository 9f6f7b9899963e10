import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { type Counted, HowCounted } from '../explained/how-counted-panel.tsx'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { barFigures, type Point } from '../plots/plot-data.ts'
import { earlierOf } from '../plots/plot-words.ts'
import { moneyUnit } from '../plots/units.ts'
import { NOTHING_SETTLED, rowsBySpan, settledByCurrency } from './income.ts'
import type { MonthsProps } from './income-months-panel.tsx'
import type { LedgerSum } from './ledger-sums-store.ts'

/** Shows what reaches the bank in one payout currency, month by month, of all that Stripe settles in it. */
export const SettledByMonth = ({
  currency,
  rows,
  spans,
  earlier,
  language,
  counted,
}: MonthsProps & { counted: Counted }) => {
  const say = sayIn(language)
  const unit = moneyUnit(language, currency, currency)
  const series = SIDES.map((side) => ({
    label: say(side === 'net' ? 'metric.settled-net' : `metric.${side}`),
    points: pointsOf(side, { currency, rows, spans }),
  }))
  const net = earlier && { label: '', points: pointsOf('net', { currency, ...earlier }) }
  const before = (net && earlierOf([net], earlier.label, language)) ?? undefined
  return (
    <section>
      <h2>{say('income.bank', { currency })}</h2>
      <SettledTotal currency={currency} rows={rows} counted={counted} />
      <BarsChart
        label={say('income.bank', { currency })}
        series={series.slice(-1)}
        earlier={before}
        unit={unit}
        language={language}
      />
      <FiguresTable
        caption={say('income.bankByMonth', { currency })}
        {...tableOf(barFigures(series, before), say('income.month'), { unit, language })}
      />
    </section>
  )
}

const SIDES = ['gross', 'refunds', 'disputes', 'fees', 'net'] as const

const pointsOf = (
  side: (typeof SIDES)[number],
  { currency, rows, spans }: Pick<MonthsProps, 'currency' | 'rows' | 'spans'>,
): Point[] => {
  const bySpan = rowsBySpan(rows)
  return spans.map(({ name, isKnown }) => ({
    name,
    value: isKnown ? settledIn(bySpan.get(name) ?? [], currency)[side] : null,
  }))
}

type TotalProps = { currency: Currency; rows: readonly LedgerSum[]; counted: Counted }

export const SettledTotal = ({ currency, rows, counted }: TotalProps) => {
  const { net } = settledIn(rows, currency)
  return (
    <>
      <p>
        {sayIn(counted.language)('metric.settled-net')}:{' '}
        <data data-metric="settled-net" data-currency={currency} value={String(net)}>
          {moneyUnit(counted.language, currency, currency).format(net)}
        </data>
      </p>
      <HowCounted metric="settled-net" result={null} counted={counted} />
    </>
  )
}

const settledIn = (rows: readonly LedgerSum[], currency: Currency) =>
  settledByCurrency(rows).get(currency) ?? NOTHING_SETTLED
