import { DateTime } from 'luxon'
import type { SnoozeChoice } from './suppression.ts'

const SPANS: Record<SnoozeChoice, { days?: number; months?: number; years?: number }> = {
  '7d': { days: 7 },
  '1m': { months: 1 },
  '3m': { months: 3 },
  given: { years: 1 },
}

/**
 * Returns the end of a snooze: the same time of day in the newsroom's time zone.
 * Months are clamped to the calendar: 31 January and a month is 28 February.
 */
export const endOf = (choice: SnoozeChoice, now: Date, timeZone: string): Date =>
  DateTime.fromJSDate(now, { zone: timeZone }).plus(SPANS[choice]).toJSDate()

/** The end of a canceled snooze. It is written rather than deleted, so that no older copy can restore it. */
export const CANCELED_SNOOZE = new Date(0)
