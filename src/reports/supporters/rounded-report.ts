import type { Currency } from '../../money/currency.ts'
import { type Calendar, type CalendarSpan, monthOf } from '../../platform/calendar.ts'
import { groupBy } from '../group-by.ts'
import { monthlyOf } from '../monthly.ts'
import { peopleChange } from '../movements/people-identity.ts'
import type { Period } from '../periods/period.ts'
import type { MonthSum } from '../rollups/movement-figures-store.ts'
import { roundAmounts, roundChange, roundCount, sumRounded } from '../small-numbers.ts'

/** The changes in one currency in one month of a list: the first is 1. 0 is everything before the list. */
export type SpanMovements = {
  span: number
  currency: Currency
  /** The change in active supporters over all currencies. A change of currency changes nothing. */
  activeChange: number
  /** The change in active supporters of this currency. */
  activeChangeInCurrency: number
  annualChange: number
  new: number
  lost: number
  /** How many supporters came to this currency or left it, whichever is more. */
  moves: number
}

/** Adds up the movements of each month and currency. The months are consecutive, up to the current one. */
export const changesByMonth = (
  sums: readonly MonthSum[],
  months: readonly Pick<CalendarSpan, 'name'>[],
): SpanMovements[] => {
  const first = months[0]?.name ?? ''
  const spans = new Map(months.map(({ name }, index) => [name, index + 1]))
  const ofSpans = sums.flatMap((sum) => {
    const span = sum.month < first ? 0 : spans.get(sum.month)
    return span === undefined ? [] : [{ ...sum, span }]
  })
  return [...groupBy(ofSpans, ({ span, currency }) => `${span} ${currency}`).values()].flatMap((own) =>
    own[0] ? [{ span: own[0].span, currency: own[0].currency, ...changesOf(own) }] : [],
  )
}

const changesOf = (sums: readonly MonthSum[]): Omit<SpanMovements, 'span' | 'currency'> => {
  const total = (figureOf: (sum: MonthSum) => number): number =>
    sums.reduce((all, sum) => all + figureOf(sum), 0)
  const ofKind = (kind: MonthSum['kind']): number => total((sum) => (sum.kind === kind ? sum.movements : 0))
  const inCurrency = (sum: MonthSum): number => peopleChange(sum, sum.currency)
  return {
    activeChange: total((sum) => peopleChange(sum, null)),
    activeChangeInCurrency: total(inCurrency),
    annualChange: total((sum) => sum.annualChange),
    new: ofKind('new'),
    lost: ofKind('churn'),
    moves: Math.max(
      total((sum) => Math.max(inCurrency(sum), 0)),
      total((sum) => Math.max(-inCurrency(sum), 0)),
    ),
  }
}

/** A month as the role `report` sees it. Null: fewer than ten people. */
export type RoundedMonth = {
  /** `2026-11` */
  month: string
  /** Active supporters at the end of the month, or now. */
  active: number
  new: number | null
  lost: number | null
  /** MRR at the end of the month, in currencies with ten supporters. Null for the current month. */
  mrr: ReadonlyMap<Currency, number> | null
}

export type RoundedReport = {
  months: readonly RoundedMonth[]
  active: number
  new: number | null
  lost: number | null
  mrr: ReadonlyMap<Currency, number>
  /** The month at whose end the money was counted. */
  moneyMonth: string
}

const FIRST_MONTH = '2000-01'

/** Lists all months that a record may have. Rounding needs them all, whichever are asked for. */
export const monthsOfRecord = (now: Date, calendar: Calendar): CalendarSpan[] =>
  calendar.months(FIRST_MONTH, monthOf(calendar.dayAt(now)))

/** Computes the rounded figures of the whole months that a period touches. The last of `spans` is the current. */
export const buildRoundedReport = (
  rows: readonly SpanMovements[],
  spans: readonly CalendarSpan[],
  { from, to }: Pick<Period, 'from' | 'to'>,
): RoundedReport => {
  const all = roundMonths(rows, spans)
  const months = all.filter(({ month }) => month >= monthOf(from) && month <= monthOf(to))
  const closed = all.slice(0, -1).filter(({ month }) => month <= monthOf(to))
  const money = closed.at(-1)
  return {
    months,
    active: months.at(-1)?.active ?? 0,
    new: sumRounded(months.map((each) => each.new)),
    lost: sumRounded(months.map((each) => each.lost)),
    mrr: money?.mrr ?? new Map(),
    moneyMonth: money?.month ?? FIRST_MONTH,
  }
}

/** Returns the first day of the first month in which a rounded figure stands. Null: there is none. */
export const firstRoundedMonth = (
  rows: readonly SpanMovements[],
  spans: readonly CalendarSpan[],
): string | null => {
  const first = roundMonths(rows, spans).find(
    (each) => each.active > 0 || each.new !== null || each.lost !== null,
  )
  return first === undefined ? null : `${first.month}-01`
}

const roundMonths = (rows: readonly SpanMovements[], spans: readonly CalendarSpan[]): RoundedMonth[] => {
  const money = new Map(
    [...new Set(rows.map(({ currency }) => currency))].map((currency) => [
      currency,
      amountsOf(
        rows.filter((row) => row.currency === currency),
        spans.length,
      ),
    ]),
  )
  let active = totalOf(rows, 0, 'activeChange')
  return spans.map(({ name }, index) => {
    const span = index + 1
    active += totalOf(rows, span, 'activeChange')
    return {
      month: name,
      active: roundCount(active),
      new: roundChange(totalOf(rows, span, 'new')),
      lost: roundChange(totalOf(rows, span, 'lost')),
      mrr: span === spans.length ? null : amountsAt(money, span),
    }
  })
}

const amountsAt = (
  money: ReadonlyMap<Currency, readonly (number | null)[]>,
  span: number,
): Map<Currency, number> =>
  new Map(
    [...money].flatMap(([currency, amounts]) => {
      const amount = amounts[span] ?? null
      return amount === null ? [] : [[currency, amount] as const]
    }),
  )

/** Returns the rounded MRR of one currency, before the first span and at the end of each. */
const amountsOf = (rows: readonly SpanMovements[], spans: number): (number | null)[] => {
  let [people, annual] = [0, 0]
  return roundAmounts(
    Array.from({ length: spans + 1 }, (_, span) => {
      people += totalOf(rows, span, 'activeChangeInCurrency')
      annual += totalOf(rows, span, 'annualChange')
      return { people, moves: totalOf(rows, span, 'moves'), amount: monthlyOf(annual) }
    }),
  )
}

type Figure = Exclude<keyof SpanMovements, 'span' | 'currency'>

const totalOf = (rows: readonly SpanMovements[], span: number, figure: Figure): number =>
  rows.reduce((total, row) => total + (row.span === span ? row[figure] : 0), 0)
