import type { Currency } from '../../money/currency.ts'
import { countFigure, type Figure, moneyFigure, perThousand, rateOf } from '../explained/figure.ts'
import type { Metric } from '../explained/metric.ts'
import { groupBy } from '../group-by.ts'
import { roundAmount, roundChange, sumRounded } from '../small-numbers.ts'
import type { FunnelPart, FunnelSum, PaymentSum } from './appeal-sums-store.ts'

/** Null: fewer than ten people. */
type People = number | null

/** Minor units of one currency. */
export type FunnelMoney = { amount: People; annualAmount: People }

/** The way from an article to a payment. Steps that are page views are always exact: a reader may have many. */
export type Funnel = {
  eligible: number
  shown: number
  seen: number
  give: number
  dismissed: number
  snoozes: People
  checkouts: People
  paid: People
  money: ReadonlyMap<Currency, FunnelMoney>
  /** The money of a currency without a row in `money`. */
  otherMoney: FunnelMoney
}

export type FunnelRows = { steps: readonly FunnelSum[]; payments: readonly PaymentSum[] }

/** Adds up rows of any spans and parts. */
export type AddFunnel = (rows: FunnelRows) => Funnel

const total = <T>(rows: readonly T[], countOf: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + countOf(row), 0)

const pagesOf = (steps: readonly FunnelSum[]) => ({
  eligible: total(steps, ({ eligible }) => eligible),
  shown: total(steps, ({ shown }) => shown),
  seen: total(steps, ({ seen }) => seen),
  give: total(steps, ({ give }) => give),
  dismissed: total(steps, ({ dismissed }) => dismissed),
})

/** Adds up exactly, for the role `finance`. */
export const exactFunnel: AddFunnel = ({ steps, payments }) => ({
  ...pagesOf(steps),
  snoozes: total(steps, ({ snoozes }) => snoozes),
  checkouts: total(steps, ({ checkouts }) => checkouts),
  paid: total(payments, (row) => row.payments),
  money: new Map(
    [...groupBy(payments, ({ currency }) => currency)].map(([currency, rows]) => [
      currency,
      {
        amount: total(rows, ({ amount }) => amount),
        annualAmount: total(rows, ({ annualAmount }) => annualAmount),
      },
    ]),
  ),
  otherMoney: { amount: 0, annualAmount: 0 },
})

/**
 * Adds up for everyone else, so that nothing tells about one person. Each month is rounded alone. Money is of months
 * that are over: `current` is the month that is not.
 */
export const roundedFunnel =
  (current: string): AddFunnel =>
  ({ steps, payments }) => {
    const months = [...groupBy(steps, ({ span }) => span).values()]
    const paidMonths = [...groupBy(payments, ({ span }) => span).values()]
    const over = payments.filter(({ span }) => span < current)
    return {
      ...pagesOf(steps),
      snoozes: sumRounded(months.map((rows) => roundChange(total(rows, ({ snoozes }) => snoozes)))),
      checkouts: sumRounded(months.map((rows) => roundChange(total(rows, ({ checkouts }) => checkouts)))),
      paid: sumRounded(paidMonths.map((rows) => roundChange(total(rows, (row) => row.payments)))),
      money: new Map(
        [...groupBy(over, ({ currency }) => currency)]
          .map(([currency, rows]) => [currency, roundedMoney(rows)] as const)
          .filter(([, { amount }]) => amount !== null),
      ),
      otherMoney: { amount: null, annualAmount: null },
    }
  }

const roundedMoney = (rows: readonly PaymentSum[]): FunnelMoney => {
  const months = [...groupBy(rows, ({ span }) => span).values()]
  const rounded = (amountOf: (row: PaymentSum) => number): People =>
    sumRounded(
      months.map((each) =>
        roundAmount(
          total(each, amountOf),
          total(each, (row) => row.payments),
        ),
      ),
    )
  return { amount: rounded(({ amount }) => amount), annualAmount: rounded((row) => row.annualAmount) }
}

/** Adds up each group, or each span, the one with most appeals first. */
export const funnelsBy = (
  rows: FunnelRows,
  keyOf: (row: FunnelPart) => string,
  add: AddFunnel,
): Map<string, Funnel> => {
  const [steps, payments] = [groupBy(rows.steps, keyOf), groupBy(rows.payments, keyOf)]
  const keys = [...new Set([...steps.keys(), ...payments.keys()])]
  const funnels = keys.map(
    (key) => [key, add({ steps: steps.get(key) ?? [], payments: payments.get(key) ?? [] })] as const,
  )
  return new Map(funnels.sort(([, one], [, other]) => other.shown - one.shown))
}

const figureOfPeople = (people: People): Figure => (people === null ? { is: 'too-few' } : countFigure(people))

/** The figures of a funnel that are in no currency, in the order of the table. */
export const FUNNEL_METRICS = [
  'paid-per-thousand',
  'appeals-eligible',
  'appeals-shown',
  'appeals-seen',
  'appeals-seen-share',
  'appeal-gives',
  'snoozes',
  'appeals-dismissed',
  'appeal-checkouts',
  'appeal-payments',
] as const satisfies readonly Metric[]
export type FunnelMetric = (typeof FUNNEL_METRICS)[number]

/** The steps of the way, in the order in which they are drawn. */
export const FUNNEL_STEPS = [
  'appeals-eligible',
  'appeals-shown',
  'appeals-seen',
  'appeal-gives',
  'snoozes',
  'appeals-dismissed',
  'appeal-checkouts',
  'appeal-payments',
] as const satisfies readonly FunnelMetric[]

export const funnelFigure = (funnel: Funnel, metric: FunnelMetric): Figure => {
  const { shown, seen, paid } = funnel
  switch (metric) {
    case 'appeals-eligible':
      return countFigure(funnel.eligible)
    case 'appeals-shown':
      return countFigure(shown)
    case 'appeals-seen':
      return countFigure(seen)
    case 'appeals-seen-share':
      return rateOf({ part: seen, base: shown })
    case 'appeal-gives':
      return countFigure(funnel.give)
    case 'snoozes':
      return figureOfPeople(funnel.snoozes)
    case 'appeals-dismissed':
      return countFigure(funnel.dismissed)
    case 'appeal-checkouts':
      return figureOfPeople(funnel.checkouts)
    case 'appeal-payments':
      return figureOfPeople(paid)
    case 'paid-per-thousand':
      return perThousand({ part: paid, base: shown })
  }
}

/** The figures of one currency. */
export const MONEY_METRICS = ['appeal-money', 'money-per-thousand', 'annual-per-thousand'] as const
export type MoneyMetric = (typeof MONEY_METRICS)[number]

export const funnelMoney = (funnel: Funnel, metric: MoneyMetric, currency: Currency): Figure => {
  const { shown, money, otherMoney } = funnel
  const { amount, annualAmount } = money.get(currency) ?? otherMoney
  if (metric === 'appeal-money') return amount === null ? { is: 'too-few' } : moneyFigure(amount, currency)
  const each = perThousand({ part: metric === 'money-per-thousand' ? amount : annualAmount, base: shown })
  return each.is === 'decimal' ? moneyFigure(each.number, currency) : each
}
