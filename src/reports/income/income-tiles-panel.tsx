import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { countFigure, moneyFigure } from '../explained/figure.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import type { Counted, Input } from '../explained/how-counted-panel.tsx'
import {
  incomeByCurrency,
  NO_INCOME,
  NOTHING_SETTLED,
  paymentsOf,
  type Settled,
  settledByCurrency,
} from './income.ts'
import type { LedgerSum } from './ledger-sums-store.ts'

type Props = {
  rows: readonly LedgerSum[]
  /** The sums of the compared period. Null: nothing is compared. */
  before: readonly LedgerSum[] | null
  /** The currency of a zero while nothing has come in. */
  usual: Currency
  counted: Counted
}

/** Shows the headline figures: by the currency that was paid in, fees and net by the payout currency. */
export const IncomeTiles = ({ rows, before, usual, counted }: Props) => {
  const [incomes, earlier] = [incomeByCurrency(rows), before && incomeByCurrency(before)]
  const [settled, settledEarlier] = [settledByCurrency(rows), before && settledByCurrency(before)]
  const came = (side: 'gross' | 'refunds' | 'disputes'): TileFigure[] =>
    shownOf(incomes, earlier, usual).map((currency) => ({
      figure: moneyFigure((incomes.get(currency) ?? NO_INCOME)[side], currency),
      before: earlier && moneyFigure((earlier.get(currency) ?? NO_INCOME)[side], currency),
      currency,
    }))
  const bank = (side: 'fees' | 'net'): TileFigure[] =>
    shownOf(settled, settledEarlier, usual).map((currency) => ({
      figure: moneyFigure((settled.get(currency) ?? NOTHING_SETTLED)[side], currency),
      before:
        settledEarlier && moneyFigure((settledEarlier.get(currency) ?? NOTHING_SETTLED)[side], currency),
      currency,
    }))
  const [only] = settled
  const explanation = settled.size === 1 && only ? { inputs: inputsOfNet(only, counted) } : {}
  const payments = {
    figure: countFigure(paymentsOf(incomes)),
    before: earlier && countFigure(paymentsOf(earlier)),
  }
  return (
    <dl class="headlines">
      <FigureTile metric="gross" figures={came('gross')} counted={counted} />
      <FigureTile metric="payments" figures={[payments]} counted={counted} />
      <FigureTile metric="refunds" figures={came('refunds')} counted={counted} />
      <FigureTile metric="disputes" figures={came('disputes')} counted={counted} />
      <FigureTile metric="fees" figures={bank('fees')} counted={counted} />
      <FigureTile metric="net" figures={bank('net')} counted={counted} explanation={explanation} />
    </dl>
  )
}

const shownOf = (
  now: ReadonlyMap<Currency, unknown>,
  before: ReadonlyMap<Currency, unknown> | null,
  usual: Currency,
): Currency[] => {
  const known = new Set([...now.keys(), ...(before?.keys() ?? [])])
  return known.size > 0 ? [...known].sort() : [usual]
}

/** The sum behind the net income, in the payout currency. */
const inputsOfNet = ([currency, settled]: [Currency, Settled], { language }: Counted): Input[] => {
  const say = sayIn(language)
  const less = (side: 'refunds' | 'disputes' | 'fees'): Input => ({
    sign: settled[side] < 0 ? '+' : '−',
    label: say(`metric.${side}`),
    figure: moneyFigure(Math.abs(settled[side]), currency),
  })
  return [
    { sign: '', label: say('metric.gross'), figure: moneyFigure(settled.gross, currency) },
    less('refunds'),
    less('disputes'),
    less('fees'),
  ]
}
