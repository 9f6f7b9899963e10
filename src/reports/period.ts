import {
  addDays,
  type Calendar,
  type CalendarSpan,
  isDay,
  monthAfter,
  monthOf,
  yearBefore,
  yearOf,
} from '../platform/calendar.ts'

/**
 * Whole days in the newsroom's time zone, including the first and last. `from` and `to` look like
 * `2026-11-22`.
 */
export type Period = { from: string; to: string; days: readonly CalendarSpan[] }

const MAX_DAYS = 3_660

/** Parses a period. Returns null if it is invalid. Without dates, returns the twelve months to today. */
export const parsePeriod = (
  { from, to }: { from: string; to: string },
  now: Date,
  calendar: Calendar,
): Period | null => {
  const today = calendar.dayAt(now)
  if ([from, to].some((day) => day !== '' && !isDayOfRecord(day))) return null
  // Future days have no figures.
  const last = to === '' || to > today ? today : to
  const first = from === '' ? addDays(yearBefore(last), 1) : from
  if (first > last || addDays(first, MAX_DAYS) < last) return null
  const days = calendar.days(first, last)
  return days.length === 0 ? null : { from: first, to: last, days }
}

export const defaultPeriod = (now: Date, calendar: Calendar): Period => {
  const to = calendar.dayAt(now)
  const from = addDays(yearBefore(to), 1)
  return { from, to, days: calendar.days(from, to) }
}

/** Returns the whole months that a period touches. The current month ends today. */
export const snapToMonths = ({ from, to }: Period, now: Date, calendar: Calendar): Period => {
  const first = `${monthOf(from)}-01`
  const end = addDays(`${monthAfter(monthOf(to))}-01`, -1)
  const today = calendar.dayAt(now)
  const last = end > today ? today : end
  return { from: first, to: last, days: calendar.days(first, last) }
}

const isDayOfRecord = (day: string): boolean => isDay(day) && yearOf(day) >= 2000 && yearOf(day) <= 2100
