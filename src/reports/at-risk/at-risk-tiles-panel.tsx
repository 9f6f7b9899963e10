import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { countFigure, type Figure, moneyFigure, rateOf } from '../explained/figure.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import { figureText } from '../explained/figure-words.ts'
import type { Counted, Input } from '../explained/how-counted-panel.tsx'
import { monthlyOf } from '../monthly.ts'
import type { PastDue } from './past-due.ts'
import type { Recovery } from './recovery.ts'

type Props = {
  pastDue: PastDue
  recovery: Recovery
  /** The failures of the compared period. Null: nothing is compared. */
  before: Recovery | null
  /** The currency of a zero while nothing is past due. */
  usual: Currency
  counted: Counted
}

/** Shows the headline figures: past due now, and how many failures there were and were recovered. */
export const AtRiskTiles = ({ pastDue, recovery, before, usual, counted }: Props) => {
  const say = sayIn(counted.language)
  const currencies = [...pastDue.all.annual.keys()].sort()
  const today = { ...counted, period: say('atRisk.today') }
  const compare = (figureOf: (of: Recovery) => Figure): TileFigure => ({
    figure: figureOf(recovery),
    before: before === null ? null : figureOf(before),
  })
  return (
    <dl class="headlines headlines-lead">
      <FigureTile
        metric="past-due"
        figures={[
          { figure: countFigure(pastDue.all.contributions), before: null },
          ...(currencies.length > 0 ? currencies : [usual]).map(
            (currency): TileFigure => ({
              figure: moneyFigure(monthlyOf(pastDue.all.annual.get(currency) ?? 0), currency),
              before: null,
              currency,
            }),
          ),
        ]}
        counted={today}
      />
      <FigureTile
        metric="first-failure-rate"
        figures={[compare(({ attempts: { failed, invoices } }) => rateOf({ part: failed, base: invoices }))]}
        counted={counted}
        explanation={{ inputs: failureInputs(recovery, counted) }}
      />
      <FigureTile
        metric="recovery-rate"
        figures={[
          compare(({ recovered, failed }) => rateOf({ part: recovered.invoices, base: failed.invoices })),
          ...[...recovery.failed.amounts.keys()].sort().map((currency): TileFigure => {
            const figure = amountRate(recovery, currency)
            const text = say('atRisk.ofAmount', { rate: figureText(figure, counted.language), currency })
            return { figure, before: null, currency, text }
          }),
        ]}
        counted={counted}
        explanation={{ inputs: recoveryInputs(recovery, counted) }}
      />
    </dl>
  )
}

const amountRate = ({ recovered, failed }: Recovery, currency: Currency): Figure =>
  rateOf({ part: recovered.amounts.get(currency) ?? 0, base: failed.amounts.get(currency) ?? 0 })

const failureInputs = ({ attempts }: Recovery, { language }: Counted): Input[] => {
  const say = sayIn(language)
  return [
    { sign: '', label: say('atRisk.input.failed'), figure: countFigure(attempts.failed) },
    { sign: '÷', label: say('atRisk.input.due'), figure: countFigure(attempts.invoices) },
  ]
}

const recoveryInputs = ({ recovered, failed }: Recovery, { language }: Counted): Input[] => {
  const say = sayIn(language)
  return [
    { sign: '', label: say('atRisk.input.recovered'), figure: countFigure(recovered.invoices) },
    { sign: '÷', label: say('atRisk.input.failed'), figure: countFigure(failed.invoices) },
  ]
}
