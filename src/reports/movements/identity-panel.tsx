import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import type { Metric } from '../explained/metric.ts'
import { monthlyOf } from '../monthly.ts'
import type { CurrentAmounts } from './current-amounts-store.ts'
import { gapOf, MONEY_PARTS, type MoneyIdentity } from './money-identity.ts'
import { isChurn, isLoss, metricOfPart } from './money-part.ts'

type Props = {
  identity: MoneyIdentity
  current: CurrentAmounts
  currency: Currency
  language: Language
}

type Line = { sign: string; label: string; annual: number; metric?: Metric | undefined }

/** Shows the change of MRR as a sum, and whether it is right. */
export const IdentityPanel = ({ identity, current, currency, language }: Props) => {
  const say = sayIn(language)
  const line = ({ sign, label, annual, metric }: Line) => (
    <tr key={label}>
      <td>{sign}</td>
      <th scope="row">{label}</th>
      <td>
        <data data-metric={metric} data-currency={currency} value={String(monthlyOf(annual))}>
          {amountText(annual, currency, language)}
        </data>
      </td>
    </tr>
  )
  return (
    <section>
      <h2>{say('movements.sum')}</h2>
      <table class="how-inputs">
        <tbody>
          {line({ sign: '', label: say('movements.start'), annual: identity.start, metric: 'mrr-at-start' })}
          {MONEY_PARTS.map((part) => {
            const change = identity.parts.get(part) ?? 0
            // The tiles have the metrics of new MRR and churn.
            const metric = part === 'new' || isChurn(part) ? undefined : metricOfPart(part)
            const annual = isLoss(part) ? 0 - change : change
            const sign = isLoss(part) ? '−' : '+'
            return line({ sign, label: say(`movements.part.${part}`), annual, metric })
          })}
        </tbody>
        <tfoot class="how-result">
          {line({ sign: '=', label: say('movements.end'), annual: identity.end })}
        </tfoot>
      </table>
      <Check {...{ identity, current, currency, language }} />
      <p class="hint">{say('movements.sum.note')}</p>
      <Definitions language={language} />
    </section>
  )
}

const amountText = (annual: number, currency: Currency, language: Language): string =>
  figureText(moneyFigure(monthlyOf(annual), currency), language)

/** Says whether the sum is right, and whether all movements lead to what supporters give now. */
const Check = ({ identity, current, currency, language }: Props) => {
  const say = sayIn(language)
  const gap = gapOf(identity) + Math.abs(current.given - current.moved)
  const text = (annual: number): string => amountText(annual, currency, language)
  return gap === 0 ? (
    <p class="remark-good">{say('movements.check.right', { amount: text(current.given) })}</p>
  ) : (
    <p class="remark" role="alert">
      {say('movements.check.wrong', { amount: text(gap) })}
    </p>
  )
}

const Definitions = ({ language }: { language: Language }) => {
  const say = sayIn(language)
  return (
    <details class="how">
      <summary>{say('movements.definitions')}</summary>
      <dl>
        {MONEY_PARTS.map((part) => (
          <div key={part}>
            <dt>{say(`movements.part.${part}`)}</dt>
            <dd>
              {isChurn(part) ? `${say(`movements.cause.${part}`)} ` : ''}
              {say(`definition.${metricOfPart(part)}`)}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
