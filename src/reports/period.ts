import { DateTime } from 'luxon'

/**
 * Whole days in the newsroom's time zone, including the first and last. `from` and `to` look like
 * `2026-11-22`.
 */
export type Period = { from: string; to: string; startsAt: Date; endsAt: Date; days: readonly string[] }

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MAX_DAYS = 3_660

/** Parses a period. Returns null if it is invalid. Without dates, returns the twelve months to today. */
export const parsePeriod = (
  { from, to }: { from: string; to: string },
  now: Date,
  timeZone: string,
): Period | null => {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  const requested = to === '' ? today : dayOf(to, timeZone)
  if (requested === null) return null
  // Future days have no figures.
  const last = requested > today ? today : requested
  const first = from === '' ? last.minus({ years: 1 }).plus({ days: 1 }) : dayOf(from, timeZone)
  if (first === null || first > last || last.diff(first, 'days').days > MAX_DAYS) return null
  return periodOf(first, last)
}

export const defaultPeriod = (now: Date, timeZone: string): Period => {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  return periodOf(today.minus({ years: 1 }).plus({ days: 1 }), today)
}

const dayOf = (text: string, timeZone: string): DateTime | null => {
  if (!DAY.test(text)) return null
  const day = DateTime.fromISO(text, { zone: timeZone })
  return day.isValid && day.year >= 2000 && day.year <= 2100 ? day.startOf('day') : null
}

const periodOf = (first: DateTime, last: DateTime): Period => {
  const days: string[] = []
  for (let day = first; day <= last; day = day.plus({ days: 1 }).startOf('day'))
    days.push(day.toFormat('yyyy-MM-dd'))
  return {
    from: first.toFormat('yyyy-MM-dd'),
    to: last.toFormat('yyyy-MM-dd'),
    startsAt: first.toJSDate(),
    // The next midnight is 23 or 25 hours away when the clocks change.
    endsAt: last.plus({ days: 1 }).startOf('day').toJSDate(),
    days,
  }
}
