import type { Metric } from '../explained/metric.ts'
import type { MoneyPart } from './money-identity.ts'

const METRICS = {
  new: 'new-mrr',
  expansion: 'expansion-mrr',
  reactivation: 'reactivation-mrr',
  resume: 'resumed-mrr',
  'transfer-in': 'transferred-in-mrr',
  contraction: 'contraction-mrr',
  pause: 'paused-mrr',
  'transfer-out': 'transferred-out-mrr',
} as const

/** Returns the metric that defines a part. All causes of churn share one. */
export const metricOfPart = (part: MoneyPart): Metric => (isChurn(part) ? 'churn-mrr' : METRICS[part])

export const isChurn = (part: MoneyPart): part is Extract<MoneyPart, `churn-${string}`> =>
  part.startsWith('churn-')

/** Returns true for the parts that take money away. */
export const isLoss = (part: MoneyPart): boolean =>
  isChurn(part) || part === 'contraction' || part === 'pause' || part === 'transfer-out'
