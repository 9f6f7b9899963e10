import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { type Figure, moneyFigure } from '../explained/figure.ts'
import { FigureTile } from '../explained/figure-tile-panel.tsx'
import type { Counted, Explanation, Input } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import { monthlyOf } from '../monthly.ts'
import type { MoneyIdentity, MoneyPart } from './money-identity.ts'
import { churnOf, type MrrRates } from './movements.ts'

export type PeriodMovements = { identity: MoneyIdentity; rates: MrrRates }

type Props = {
  now: PeriodMovements
  /** The compared period. Null: nothing is compared. */
  before: PeriodMovements | null
  currency: Currency
  counted: Counted
}

/** Shows the headline figures of one currency. */
export const MovementsTiles = ({ now, before, currency, counted }: Props) => {
  const amount = (annual: number): Figure => moneyFigure(monthlyOf(annual), currency)
  const tile = (metric: Metric, figureOf: (of: PeriodMovements) => Figure, explanation: Explanation = {}) => {
    const figure = figureOf(now)
    const own = figure.is === 'money' ? { currency } : {}
    const shown = { figure, before: before === null ? null : figureOf(before), ...own }
    return <FigureTile metric={metric} figures={[shown]} counted={counted} explanation={explanation} />
  }
  const say = sayIn(counted.language)
  const rateOfPeriod = (metric: Metric): string =>
    `${say(`definition.${metric}`)} ${say('movements.rate.note')}`
  const inputs = inputsOf(now.identity, { amount, counted })
  return (
    <dl class="headlines">
      {tile('mrr', ({ identity }) => amount(identity.end))}
      {tile('new-mrr', ({ identity }) => amount(identity.parts.get('new') ?? 0))}
      {tile('churn-mrr', ({ identity }) => amount(churnOf(identity.parts)))}
      {tile('gross-mrr-churn', ({ rates }) => rates.gross, {
        definition: rateOfPeriod('gross-mrr-churn'),
        inputs: inputs.gross,
      })}
      {tile('net-mrr-churn', ({ rates }) => rates.net, {
        definition: rateOfPeriod('net-mrr-churn'),
        inputs: inputs.net,
      })}
      {tile('involuntary-churn-share', ({ rates }) => rates.involuntary, { inputs: inputs.involuntary })}
    </dl>
  )
}

type Words = { amount: (annual: number) => Figure; counted: Counted }

const inputsOf = ({ start, parts }: MoneyIdentity, { amount, counted }: Words) => {
  const say = sayIn(counted.language)
  const line = (sign: Input['sign'], metric: Metric, annual: number): Input => ({
    sign,
    label: say(`metric.${metric}`),
    figure: amount(annual),
  })
  const changeBy = (part: MoneyPart): number => parts.get(part) ?? 0
  const churn = line('', 'churn-mrr', churnOf(parts))
  const contraction = line('+', 'contraction-mrr', 0 - changeBy('contraction'))
  const base = line('÷', 'mrr-at-start', start)
  const failed = { sign: '', label: say('movements.part.churn-card-failure') } as const
  return {
    gross: [churn, contraction, base],
    net: [
      churn,
      contraction,
      line('−', 'expansion-mrr', changeBy('expansion')),
      line('−', 'reactivation-mrr', changeBy('reactivation')),
      base,
    ],
    involuntary: [
      { ...failed, figure: amount(0 - changeBy('churn-card-failure')) },
      line('÷', 'churn-mrr', churnOf(parts)),
    ],
  }
}
