import { addDays, dayNumberOf, monthOf } from '../../platform/calendar.ts'
import { countFigure, type Figure, rateOf } from '../explained/figure.ts'
import { lastDayOfMonth } from '../periods/period.ts'
import { roundChange, SMALL, sumRounded } from '../small-numbers.ts'
import type { RemindedSum, ReminderSum, ShownSum, SnoozeSum } from './snooze-sums-store.ts'

/** Null: fewer than ten people. */
export type People = number | null

/** Rounds a count of people. Exact for the role `finance`. */
export type RoundPeople = (people: number) => People

export const exactPeople: RoundPeople = (people) => people
export const roundedPeople: RoundPeople = roundChange

export const figureOfPeople = (people: People): Figure =>
  people === null ? { is: 'too-few' } : countFigure(people)

/** Adds up months that were rounded alone. Without any month it is zero. */
const sumMonths = (months: readonly People[]): People => (months.length === 0 ? 0 : sumRounded(months))

const totalBy = <T>(rows: readonly T[], keyOf: (row: T) => string, countOf: (row: T) => number) => {
  const totals = new Map<string, number>()
  for (const row of rows) totals.set(keyOf(row), (totals.get(keyOf(row)) ?? 0) + countOf(row))
  return totals
}

/** Counts the snoozes of each length, the most usual first. */
export const snoozesByLength = (rows: readonly SnoozeSum[], round: RoundPeople): Map<string, People> => {
  const lengths = [
    ...totalBy(
      rows,
      ({ length }) => length,
      ({ snoozes }) => snoozes,
    ),
  ]
  const usual = lengths.sort(([, one], [, other]) => other - one).map(([length]) => length)
  return new Map(
    usual.map((length) => [
      length,
      sumMonths(rows.filter((row) => row.length === length).map(({ snoozes }) => round(snoozes))),
    ]),
  )
}

/** The snoozes of one month, and how many appeals were shown in it. */
export type SnoozeMonth = { month: string; shown: number; snoozes: People; rate: Figure }

export const snoozesByMonth = (
  months: readonly string[],
  { snoozes, shown }: { snoozes: readonly SnoozeSum[]; shown: readonly ShownSum[] },
  round: RoundPeople,
): SnoozeMonth[] => {
  const counts = totalBy(
    snoozes,
    ({ month }) => month,
    (row) => row.snoozes,
  )
  const pages = totalBy(
    shown,
    ({ month }) => month,
    (row) => row.shown,
  )
  return months.map((month) => {
    const [people, base] = [round(counts.get(month) ?? 0), pages.get(month) ?? 0]
    return { month, shown: base, snoozes: people, rate: rateOf({ part: people, base }) }
  })
}

/** The whole period. */
export const snoozeTotal = (months: readonly SnoozeMonth[]): Omit<SnoozeMonth, 'month'> => {
  const snoozes = sumMonths(months.map((each) => each.snoozes))
  const shown = months.reduce((sum, each) => sum + each.shown, 0)
  return { shown, snoozes, rate: rateOf({ part: snoozes, base: shown }) }
}

/** Returns the Monday of the week that holds a day. */
export const weekOf = (day: string): string => {
  // 1 January 1970 was a Thursday.
  const sinceMonday = (((dayNumberOf(day) + 3) % 7) + 7) % 7
  return addDays(day, -sinceMonday)
}

const DAYS_A_WEEK = 7
/** Weeks ahead of this one. Past weeks are those of the period, at most a year. */
const WEEKS_AHEAD = 12
const WEEKS_BEFORE = 52

/** The days that the weeks of the plot cover. `from` is the first day of the period with figures. */
export const weeksSpan = (from: string, today: string): { from: string; to: string } => {
  const earliest = addDays(weekOf(today), -WEEKS_BEFORE * DAYS_A_WEEK)
  const [first, latest] = [weekOf(from), weekOf(today)]
  const begin = first > latest ? latest : first
  return {
    from: begin < earliest ? earliest : begin,
    to: addDays(latest, (WEEKS_AHEAD + 1) * DAYS_A_WEEK - 1),
  }
}

/** Snoozes that end in one week. `week` is its Monday. */
export type ReminderWeek = { week: string; reminders: People }

export const remindersByWeek = (
  rows: readonly ReminderSum[],
  { from, to }: { from: string; to: string },
  round: RoundPeople,
): ReminderWeek[] => {
  const counts = totalBy(
    rows,
    ({ day }) => weekOf(day),
    ({ reminders }) => reminders,
  )
  const weeks: ReminderWeek[] = []
  for (let week = from; week <= to; week = addDays(week, DAYS_A_WEEK))
    weeks.push({ week, reminders: round(Math.max(0, counts.get(week) ?? 0)) })
  return weeks
}

/** Counts the reminders after a day, up to the last day of the plot. */
export const remindersAfter = (rows: readonly ReminderSum[], today: string, round: RoundPeople): People =>
  round(
    Math.max(
      0,
      rows.reduce((sum, { day, reminders }) => (day > today ? sum + reminders : sum), 0),
    ),
  )

/** The days after a reminder within which a payment counts for it. */
const REMINDED_DAYS = 30

/** Readers who were reminded in one month, and how many of them gave. */
export type ReminderCohort = {
  month: string
  due: People
  paid: People
  /** 30 days have passed since the last reminder of the month. */
  isOver: boolean
  /** Too few under ten reminders. `none` while the month is not over. */
  share: Figure
}

type Reminders = { due: readonly ReminderSum[]; paid: readonly RemindedSum[] }

/** Computes the share that gave, for each month of reminders. */
export const reminderCohorts = (
  months: readonly string[],
  { due, paid }: Reminders,
  { today, isExact }: { today: string; isExact: boolean },
): ReminderCohort[] => {
  const dues = totalBy(
    due,
    ({ day }) => monthOf(day),
    ({ reminders }) => reminders,
  )
  const payments = totalBy(
    paid,
    ({ month }) => month,
    (row) => row.payments,
  )
  return months.map((month) => {
    const reminders = Math.max(0, dues.get(month) ?? 0)
    const gave = payments.get(month) ?? 0
    const isOver = addDays(lastDayOfMonth(month), REMINDED_DAYS) < today
    const shown = isExact
      ? { due: reminders, paid: gave }
      : { due: roundChange(reminders), paid: roundChange(gave) }
    return { month, ...shown, isOver, share: isOver ? shareOf(shown) : { is: 'none' } }
  })
}

/** The same over all months that are over and have ten reminders. */
export const cohortTotal = (
  cohorts: readonly ReminderCohort[],
): { due: People; paid: People; share: Figure } => {
  const counted = cohorts.filter(({ isOver, due }) => isOver && due !== null && due >= SMALL)
  const due = sumMonths(counted.map((each) => each.due))
  const paid = sumMonths(counted.map((each) => each.paid))
  return { due, paid, share: counted.length === 0 ? { is: 'none' } : shareOf({ due, paid }) }
}

const shareOf = ({ due, paid }: { due: People; paid: People }): Figure =>
  rateOf({ part: paid, base: due, leastBase: SMALL })
