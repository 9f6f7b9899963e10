import { addDays, monthOf, yearBefore } from '../../platform/calendar.ts'
import { type Look, lastDayOfMonth, type Period, type PeriodChoice, periodOf } from './period.ts'

export const COMPARES = ['before', 'year', 'none'] as const
/** `before`: with the period before. `year`: with the same days a year before. */
export type Compare = (typeof COMPARES)[number]

export const DEFAULT_COMPARE: Compare = 'before'

export type Comparison =
  | { is: 'period'; period: Period }
  | { is: 'none'; because: 'not-wanted' | 'whole-record' | 'before-record' | 'month-not-over' }

type Days = Pick<Period, 'from' | 'to'>

/** Returns the period to compare with, or why there is none. */
export const comparisonOf = (
  { choice, period, compare }: { choice: PeriodChoice; period: Days; compare: Compare },
  { today, calendar, since }: Look,
): Comparison => {
  if (compare === 'none') return { is: 'none', because: 'not-wanted' }
  if (choice === 'all') return { is: 'none', because: 'whole-record' }
  const { from, to } = compare === 'year' ? sameDaysYearBefore(period) : daysBefore(period, today)
  if (since === null || to < since) return { is: 'none', because: 'before-record' }
  const compared = periodOf(from, to, calendar)
  // A zone may have skipped the only day.
  return compared.days.length === 0
    ? { is: 'none', because: 'before-record' }
    : { is: 'period', period: compared }
}

/** The same for whole months. A month that is not over is not compared with a whole one. */
export const monthsComparisonOf = (
  asked: { choice: PeriodChoice; period: Days; compare: Compare },
  look: Look,
): Comparison => {
  const comparison = comparisonOf(asked, look)
  return comparison.is === 'period' && asked.period.to >= look.today
    ? { is: 'none', because: 'month-not-over' }
    : comparison
}

/**
 * Returns the period before. Whole months are compared with as many whole months. A period from the first of
 * a month to today is compared with the same days, that many months earlier.
 */
const daysBefore = ({ from, to }: Days, today: string): Days => {
  const dayBefore = addDays(from, -1)
  if (from.endsWith('-01')) {
    const count = monthNumber(to) - monthNumber(from) + 1
    const first = `${monthFrom(from, -count)}-01`
    if (isMonthEnd(to)) return { from: first, to: dayBefore }
    if (to === today) return { from: first, to: sameDayIn(monthFrom(to, -count), to) }
  }
  if (isWholeYear({ from, to })) return { from: addDays(yearBefore(dayBefore), 1), to: dayBefore }
  return { from: addDays(from, -lengthOf({ from, to })), to: dayBefore }
}

const sameDaysYearBefore = ({ from, to }: Days): Days => ({
  from: yearBefore(from),
  // February has another end in a leap year.
  to: from.endsWith('-01') && isMonthEnd(to) ? lastDayOfMonth(monthOf(yearBefore(to))) : yearBefore(to),
})

const isMonthEnd = (day: string): boolean => day === lastDayOfMonth(monthOf(day))

const isWholeYear = ({ from, to }: Days): boolean => from === addDays(yearBefore(to), 1)

/** Returns the same day of another month, or its last day if the month is shorter. */
const sameDayIn = (month: string, day: string): string => {
  const last = lastDayOfMonth(month)
  const same = `${month}${day.slice(7)}`
  return same > last ? last : same
}

const lengthOf = ({ from, to }: Days): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

const monthFrom = (day: string, count: number): string => {
  const number = monthNumber(day) + count
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
}
