import { type CalendarSpan, calendarOf, yearOf } from '../../platform/calendar.ts'

const FIRST_YEAR = 2000

/** Lists the years that a statement may be for. Includes the next one: Stripe's clock may be ahead of ours. */
export const statementYears = (timeZone: string, now: Date): CalendarSpan[] => {
  const calendar = calendarOf(timeZone)
  return calendar.years(FIRST_YEAR, yearOf(calendar.dayAt(now)) + 1)
}
