import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { type Counted, HowCounted } from '../explained/how-counted-panel.tsx'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { joinSeries } from '../plots/plot-data.ts'
import { moneyUnit } from '../plots/units.ts'
import { NOTHING_SETTLED, rowsBySpan, settledByCurrency } from './income.ts'
import type { MonthsProps } from './income-months-panel.tsx'
import type { LedgerSum } from './ledger-sums-store.ts'

/** Shows what reaches the bank in one payout currency, month by month, of all that Stripe settles in it. */
export const SettledByMonth = ({
  currency,
  rows,
  spans,
  language,
  counted,
}: MonthsProps & { counted: Counted }) => {
  const say = sayIn(language)
  const unit = moneyUnit(language, currency, currency)
  const bySpan = rowsBySpan(rows)
  const series = (['gross', 'refunds', 'disputes', 'fees', 'net'] as const).map((side) => ({
    label: say(side === 'net' ? 'metric.settled-net' : `metric.${side}`),
    points: spans.map(({ name, isKnown }) => ({
      name,
      value: isKnown ? settledIn(bySpan.get(name) ?? [], currency)[side] : null,
    })),
  }))
  return (
    <section>
      <h2>{say('income.bank', { currency })}</h2>
      <SettledTotal currency={currency} rows={rows} counted={counted} />
      <BarsChart
        label={say('income.bank', { currency })}
        series={series.slice(-1)}
        unit={unit}
        language={language}
      />
      <FiguresTable
        caption={say('income.bankByMonth', { currency })}
        {...tableOf(joinSeries(series), say('income.month'), { unit, language })}
      />
    </section>
  )
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
