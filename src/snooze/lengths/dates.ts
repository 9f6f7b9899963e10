import { DateTime, type DurationLike } from 'luxon'
import { DAY_MS } from '../../platform/clock.ts'
import { COOKIE_DAYS } from '../../readers/reader-cookie.ts'
import type { SnoozeChoice, SnoozeLength } from './length.ts'

/**
 * Returns the end of a snooze: the same time of day in the newsroom's time zone.
 * Months are clamped to the calendar: 31 January and a month is 28 February.
 */
export const endOf = (choice: SnoozeChoice, now: Date, timeZone: string): Date =>
  // The cookie's own hours: an end after it would name a day on which the browser has forgotten it.
  choice === 'never'
    ? new Date(now.getTime() + COOKIE_DAYS * DAY_MS)
    : DateTime.fromJSDate(now, { zone: timeZone }).plus(spanOf(choice)).toJSDate()

const spanOf = (choice: SnoozeLength | 'given'): DurationLike => {
  if (choice === 'given') return { years: 1 }
  const count = Number.parseInt(choice, 10)
  return choice.endsWith('d') ? { days: count } : { months: count }
}

/** Returns true if `at` is on a later day than `other` in the newsroom's time zone. */
export const isOnLaterDay = (at: Date, other: Date, timeZone: string): boolean =>
  startOfDay(at, timeZone) > startOfDay(other, timeZone)

const startOfDay = (at: Date, timeZone: string): number =>
  DateTime.fromJSDate(at, { zone: timeZone }).startOf('day').toMillis()

/** The end of a canceled snooze. It is written rather than deleted, so that no older copy can restore it. */
export const CANCELED_SNOOZE = new Date(0)
