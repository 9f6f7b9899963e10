import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { Figure } from '../explained/figure.ts'
import type { Metric } from '../explained/metric.ts'
import { FUNNEL_METRICS, type Funnel, funnelFigure, funnelMoney, MONEY_METRICS } from './funnel.ts'

/** A column of the table and of the CSV, which have the same figures. */
export type FunnelColumn = {
  /** In the CSV: `money_per_thousand_EUR`. */
  name: string
  metric: Metric
  currency: Currency | null
  figureOf: (funnel: Funnel) => Figure
}

export const funnelColumns = (currencies: readonly Currency[]): FunnelColumn[] => [
  ...FUNNEL_METRICS.map(
    (metric): FunnelColumn => ({
      name: metric.replaceAll('-', '_'),
      metric,
      currency: null,
      figureOf: (funnel) => funnelFigure(funnel, metric),
    }),
  ),
  ...currencies.flatMap((currency) =>
    MONEY_METRICS.map(
      (metric): FunnelColumn => ({
        name: `${metric.replaceAll('-', '_')}_${currency}`,
        metric,
        currency,
        figureOf: (funnel) => funnelMoney(funnel, metric, currency),
      }),
    ),
  ),
]

/** The heading of a column on the page. */
export const columnHeading = ({ metric, currency }: FunnelColumn, language: Language): string => {
  const label = sayIn(language)(`metric.${metric}`)
  return currency === null ? label : `${label}, ${currency}`
}
