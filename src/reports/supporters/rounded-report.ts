import type { Currency } from '../../money/currency.ts'
import { type Calendar, type CalendarSpan, monthOf } from '../../platform/calendar.ts'
import type { Period } from '../periods/period.ts'
import { roundAmounts, roundChange, roundCount, sumRounded } from '../small-numbers.ts'
import { monthlyOf } from './supporters-report.ts'
import type { SpanMovements } from './supporters-report-store.ts'

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
