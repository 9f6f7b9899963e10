import { formatDayRange } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { dataValueOf, type Figure, moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { type Counted, HowCounted, type Input } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import { type AddedUp, addUp, majorRate, type Rate } from './add-up.ts'
import type { SettledRate } from './settled-rate-store.ts'

type Props = {
  metric?: Metric
  /** Replaces `All in USD, a month:`. */
  label?: string
  /** By currency, in minor units. */
  amounts: ReadonlyMap<Currency, number>
  /** The newsroom's first currency. */
  into: Currency
  rates: readonly SettledRate[]
  counted: Counted
}

/** Adds up amounts of several currencies at Stripe's latest rates, or says why not. Shows nothing for a single currency. */
export const TotalInOne = ({ metric = 'mrr-total', label, amounts, into, rates, counted }: Props) => {
  const { language } = counted
  const say = sayIn(language)
  const given = [...amounts].filter(([, minor]) => minor !== 0)
  if (given.every(([currency]) => currency === into)) return null
  const added = addUp(amounts, into, rates)
  if (added.is === 'no-rate') return <p class="hint">{noRateText(added, language)}</p>
  const figure = moneyFigure(added.minor, into)
  return (
    <div class="total-in-one">
      <p>
        {label ?? say('total.allIn', { currency: into })}{' '}
        <data data-metric={metric} data-currency={into} value={dataValueOf(figure)}>
          {figureText(figure, language)}
        </data>
        {'. '}
        <span class="hint">{added.rates.map((rate) => rateText(rate, into, language)).join(' ')}</span>
      </p>
      <HowCounted
        metric={metric}
        inputs={inputsOf(amounts, added, language)}
        result={figure}
        counted={counted}
      />
    </div>
  )
}

const noRateText = ({ missing }: Extract<AddedUp, { is: 'no-rate' }>, language: Language): string =>
  sayIn(language)('total.noRate', {
    currencies: new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(missing),
  })

/** Says a rate and its day: `1 EUR = 1.12 USD on 22 November 2026.` */
const rateText = (rate: Rate, into: Currency, language: Language): string => {
  const { currency, day } = rate
  return sayIn(language)('total.rate', {
    currency,
    into,
    rate: majorRate(rate, into).toLocaleString(localeOf(language), { maximumSignificantDigits: 5 }),
    day: formatDayRange(day, day, { language, withYear: true }),
  })
}

const inputsOf = (
  amounts: ReadonlyMap<Currency, number>,
  { rates, into }: Extract<AddedUp, { is: 'total' }>,
  language: Language,
): Input[] =>
  [...amounts]
    .filter(([, minor]) => minor !== 0)
    .sort()
    .map(([currency, minor], index): Input => {
      const rate = rates.find((each) => each.currency === currency)
      const figure: Figure = moneyFigure(minor * (rate?.minorRate ?? 1), into)
      const sign = index === 0 ? '' : '+'
      const own = figureText(moneyFigure(minor, currency), language)
      return { sign, label: rate ? own : currency, figure }
    })
