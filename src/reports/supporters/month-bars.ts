import { monthOf } from '../../platform/calendar.ts'
import { groupBy } from '../group-by.ts'
import type { Point } from '../plots/plot-data.ts'
import type { DailySupport } from './supporters-report.ts'

/** The people who came and left, by month. */
export type MonthBars = {
  new: readonly Point[]
  /** Reactivated or resumed. */
  back: readonly Point[]
  lost: readonly Point[]
  paused: readonly Point[]
}

/** Sums days by month. Months before the first figure have none. `since` is its day; null: there is none. */
export const monthBars = (days: readonly DailySupport[], since: string | null): MonthBars => {
  const months = [...groupBy(days, ({ day }) => monthOf(day))]
  const points = (countOf: (day: DailySupport) => number): Point[] =>
    months.map(([name, own]) => ({
      name,
      value:
        since === null || name < monthOf(since) ? null : own.reduce((total, day) => total + countOf(day), 0),
    }))
  return {
    new: points((day) => day.new),
    back: points(({ reactivated, resumed }) => reactivated + resumed),
    lost: points(({ lost }) => lost),
    paused: points(({ paused }) => paused),
  }
}

/** Returns active supporters by day. Days before the first figure have none. */
export const activePoints = (days: readonly DailySupport[], since: string | null): Point[] =>
  days.map(({ day, end }) => ({ name: day, value: since === null || day < since ? null : end }))
