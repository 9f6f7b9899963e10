import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { Figure } from '../explained/figure.ts'
import { FigureTile, roundedText, type TileFigure } from '../explained/figure-tile-panel.tsx'
import { type Counted, type Explanation, type Input, metricInput } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import {
  FUNNEL_METRICS,
  type Funnel,
  type FunnelMetric,
  funnelFigure,
  funnelMoney,
  MONEY_METRICS,
  type MoneyMetric,
} from './funnel.ts'

type Props = {
  now: Funnel
  /** The compared period. Null: nothing is compared. */
  before: Funnel | null
  currencies: readonly Currency[]
  isExact: boolean
  counted: Counted
}

/** Shows the headline figures: every step of the way, then what came of a thousand appeals. */
export const FunnelTiles = ({ now, before, currencies, isExact, counted }: Props) => {
  const { language } = counted
  const explain = (metric: Metric, inputs: readonly Input[] = []): Explanation =>
    isExact ? { inputs } : { definition: roundedDefinition(metric, language) }
  const money = (metric: MoneyMetric): TileFigure[] =>
    currencies.map((currency) => ({
      figure: funnelMoney(now, metric, currency),
      before: before && funnelMoney(before, metric, currency),
      currency,
    }))
  const [only] = currencies.length === 1 ? currencies : []
  return (
    <dl class="headlines">
      {FUNNEL_METRICS.map((metric) => (
        <FigureTile
          key={metric}
          metric={metric}
          figures={[
            {
              figure: funnelFigure(now, metric),
              before: before && funnelFigure(before, metric),
              ...(isExact || !ROUNDED.includes(metric)
                ? {}
                : roundedText(funnelFigure(now, metric), language)),
            },
          ]}
          counted={counted}
          explanation={explain(metric, inputsOf(now, metric, language))}
        />
      ))}
      {MONEY_METRICS.map((metric) => (
        <FigureTile
          key={metric}
          metric={metric}
          figures={money(metric)}
          counted={counted}
          explanation={explain(metric, only ? moneyInputs(now, metric, { currency: only, language }) : [])}
        />
      ))}
    </dl>
  )
}

/** Counts of people are rounded, and so are figures that are made of them. Page views are not. */
const ROUNDED: readonly Metric[] = [
  'snoozes',
  'appeal-checkouts',
  'appeal-payments',
  'paid-per-thousand',
  ...MONEY_METRICS,
]

const roundedDefinition = (metric: Metric, language: Language): string => {
  const say = sayIn(language)
  const definition = say(`definition.${metric}`)
  return ROUNDED.includes(metric) ? `${definition} ${say('appealReport.roundedHelp')}` : definition
}

const THOUSAND: Figure = { is: 'count', count: 1_000 }

const inputsOf = (funnel: Funnel, metric: FunnelMetric, language: Language): Input[] => {
  const line = (sign: Input['sign'], part: FunnelMetric): Input =>
    metricInput({ sign, metric: part, figure: funnelFigure(funnel, part) }, language)
  if (metric === 'appeals-seen-share') return [line('', 'appeals-seen'), line('÷', 'appeals-shown')]
  if (metric !== 'paid-per-thousand') return []
  return [line('', 'appeal-payments'), thousandLine(language), line('÷', 'appeals-shown')]
}

const thousandLine = (language: Language): Input => ({
  sign: '×',
  label: sayIn(language)('appealReport.thousand'),
  figure: THOUSAND,
})

const moneyInputs = (
  funnel: Funnel,
  metric: MoneyMetric,
  { currency, language }: { currency: Currency; language: Language },
): Input[] => {
  if (metric !== 'money-per-thousand') return []
  const money = {
    sign: '',
    metric: 'appeal-money',
    figure: funnelMoney(funnel, 'appeal-money', currency),
  } as const
  const shown = { sign: '÷', metric: 'appeals-shown', figure: funnelFigure(funnel, 'appeals-shown') } as const
  return [metricInput(money, language), thousandLine(language), metricInput(shown, language)]
}
