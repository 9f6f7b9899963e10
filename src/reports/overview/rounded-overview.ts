import type { Currency } from '../../money/currency.ts'
import { type CalendarSpan, monthOf } from '../../platform/calendar.ts'
import { lastDayOfMonth } from '../periods/period.ts'
import {
  buildRoundedReport,
  firstRoundedMonth,
  type RoundedMonth,
  type SpanMovements,
} from '../supporters/rounded-report.ts'
import type { OverviewDays } from './overview.ts'

/** The overview of the role `report`. Each figure stands in the rounded supporters report too. */
export type RoundedOverview = {
  active: number
  /** At the end of the month before. */
  activeBefore: number
  /** In the current month. Null: fewer than ten. */
  new: number | null
  /** MRR at the end of the last closed month, in currencies with ten supporters. */
  mrr: ReadonlyMap<Currency, number>
  mrrBefore: ReadonlyMap<Currency, number>
  moneyMonth: string
  /** The months of the course that have a figure. */
  course: readonly RoundedMonth[]
}

/** Computes the rounded overview. `months` are all months of the record; the last one is the current. */
export const buildRoundedOverview = (
  rows: readonly SpanMovements[],
  months: readonly CalendarSpan[],
  { today, courseFrom }: OverviewDays,
): RoundedOverview => {
  const report = buildRoundedReport(rows, months, { from: courseFrom, to: today })
  // The last closed month is the one before the current, so its money is compared with that of the month before it.
  const earlier = months.at(-3)?.name ?? monthOf(courseFrom)
  const since = firstRoundedMonth(rows, months)
  return {
    active: report.active,
    activeBefore: report.months.at(-2)?.active ?? 0,
    new: report.months.at(-1)?.new ?? null,
    mrr: report.mrr,
    mrrBefore: buildRoundedReport(rows, months, { from: `${earlier}-01`, to: lastDayOfMonth(earlier) }).mrr,
    moneyMonth: report.moneyMonth,
    course: report.months.filter(({ month }) => since !== null && month >= monthOf(since)),
  }
}
