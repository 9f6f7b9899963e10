import { DateTime } from 'luxon'
import type { SnoozeChoice } from './suppression.ts'

const SPANS: Record<SnoozeChoice, { days?: number; months?: number; years?: number }> = {
  '7d': { days: 7 },
  '1m': { months: 1 },
  '3m': { months: 3 },
  given: { years: 1 },
}

/**
 * When a snooze ends: the same time of day in the newsroom's zone, months clamped to the calendar (31 January
 * and a month is 28 February).
 */
export const endOf = (choice: SnoozeChoice, now: Date, timeZone: string): Date =>
  DateTime.fromJSDate(now, { zone: timeZone }).plus(SPANS[choice]).toJSDate()

/** A date long past: a cancelled snooze is written, not deleted, so that no older copy can bring it back. */
export const CANCELLED = new Date(0)
