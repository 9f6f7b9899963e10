import { monthOf } from '../../platform/calendar.ts'
import type { Known } from '../income/income.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import type { RemindedSum, ReminderSum, ShownSum, SnoozeSum } from './snooze-sums-store.ts'
import {
  cohortTotal,
  exactPeople,
  type People,
  type ReminderCohort,
  type ReminderWeek,
  reminderCohorts,
  remindersAfter,
  remindersByWeek,
  roundedPeople,
  type SnoozeMonth,
  snoozesByLength,
  snoozesByMonth,
  snoozeTotal,
  weeksSpan,
} from './snoozes.ts'

/** The rows of one period. */
export type SnoozeRows = {
  snoozes: readonly SnoozeSum[]
  shown: readonly ShownSum[]
  /** The reminders of the period's months. */
  due: readonly ReminderSum[]
  paid: readonly RemindedSum[]
}

/** All figures of one period. */
export type SnoozeReport = {
  total: Omit<SnoozeMonth, 'month'>
  months: readonly SnoozeMonth[]
  lengths: ReadonlyMap<string, People>
  cohorts: readonly ReminderCohort[]
  cohortTotal: ReturnType<typeof cohortTotal>
}

type View = { months: readonly Known[]; today: string; isExact: boolean }

export const buildSnoozeReport = (
  { snoozes, shown, due, paid }: SnoozeRows,
  { months: spans, today, isExact }: View,
): SnoozeReport => {
  const round = isExact ? exactPeople : roundedPeople
  const known = spans.filter(({ isKnown }) => isKnown).map(({ name }) => name)
  const months = snoozesByMonth(
    spans.map(({ name }) => name),
    { snoozes, shown },
    round,
  )
  const cohorts = reminderCohorts(known, { due, paid }, { today, isExact })
  return {
    total: snoozeTotal(months),
    months,
    lengths: snoozesByLength(snoozes, round),
    cohorts,
    cohortTotal: cohortTotal(cohorts),
  }
}

/** Reminders that come due, as of now. */
export type Upcoming = { weeks: readonly ReminderWeek[]; next: People }

export const buildUpcoming = (
  rows: readonly ReminderSum[],
  { span, today, isExact }: { span: { from: string; to: string }; today: string; isExact: boolean },
): Upcoming => {
  const round = isExact ? exactPeople : roundedPeople
  return { weeks: remindersByWeek(rows, span, round), next: remindersAfter(rows, today, round) }
}

/** The days of the weeks that are shown: from the first figure of the period to twelve weeks ahead. */
export const upcomingSpan = ({ period, since }: Pick<ReportQuery, 'period' | 'since'>, today: string) =>
  weeksSpan(since === null || since > today ? today : laterOf(period.from, since), today)

const laterOf = (one: string, other: string): string => (one > other ? one : other)

/** The days of the whole months that a period touches: reminders are counted by month. */
export const wholeMonths = ({ from, to }: { from: string; to: string }) => ({
  from: `${monthOf(from)}-01`,
  to: `${monthOf(to)}-31`,
})
