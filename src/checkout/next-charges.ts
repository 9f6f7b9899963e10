import { calendarOf } from '../platform/calendar.ts'
import type { Frequency } from '../web/page/newsroom.ts'

/** The charges that follow the one of today. */
export type NextCharges =
  | { every: 'never' }
  /** `isClamped`: a shorter month is charged on its last day. */
  | { every: 'month'; day: number; isClamped: boolean }
  /** `isClamped`: a year without this day is charged on the one before. */
  | { every: 'year'; on: Date; isClamped: boolean }

/** Stripe charges on the day of the first charge, clamped to the calendar. The day is the newsroom's. */
export const nextCharges = (frequency: Frequency, now: Date, timeZone: string): NextCharges => {
  const today = calendarOf(timeZone).dayAt(now)
  const day = Number(today.slice(8))
  if (frequency === 'monthly') return { every: 'month', day, isClamped: day > 28 }
  if (frequency === 'yearly') return { every: 'year', on: now, isClamped: today.endsWith('-02-29') }
  return { every: 'never' }
}
