import { IANAZone } from 'luxon'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './clock.ts'

/**
 * A day, month or year of the newsroom: from one instant to the next one's start. `name` looks like
 * `2026-11-22`, `2026-11` or `2026`.
 */
export type CalendarSpan = { name: string; startsAt: Date; endsAt: Date }

/**
 * Computes where days begin in a time zone. SQL gets these instants and never the zone's name. Otherwise Node
 * and the database could disagree about a zone.
 */
export type Calendar = {
  timeZone: string
  startOfDay: (day: string) => Date
  /** Returns the day that contains an instant, `2026-11-22`. */
  dayAt: (at: Date) => string
  /** Returns the start of the hour that contains an instant. An hour also starts where clocks change within one. */
  startOfHour: (at: Date) => Date
  /** Lists the days from first to last. Leaves out days that the zone skipped. */
  days: (first: string, last: string) => CalendarSpan[]
  /** Lists the months from first to last, `2026-11`. */
  months: (first: string, last: string) => CalendarSpan[]
  years: (first: number, last: number) => CalendarSpan[]
}

export const calendarOf = (timeZone: string): Calendar => {
  const zone = IANAZone.create(timeZone)
  const startOfDay = (day: string): Date => new Date(startOf(day, zone))
  const spans = (names: readonly string[], after: string): CalendarSpan[] => {
    const starts = [...names, after].map((name) => startOfDay(firstDayOf(name)))
    return names
      .map((name, index) => ({
        name,
        startsAt: instantAt(starts, index),
        endsAt: instantAt(starts, index + 1),
      }))
      .filter(({ startsAt, endsAt }) => startsAt < endsAt)
  }
  return {
    timeZone,
    startOfDay,
    dayAt: (at) => dayAt(at, zone),
    startOfHour: (at) => new Date(startOfHour(at.getTime(), zone)),
    days: (first, last) => spans(listDays(first, last), addDays(last, 1)),
    months: (first, last) => spans(listMonths(first, last), monthAfter(last)),
    years: (first, last) =>
      spans(
        Array.from({ length: last - first + 1 }, (_, index) => String(first + index)),
        String(last + 1),
      ),
  }
}

/**
 * Returns the name under which this Node.js knows a time zone, such as Africa/Maputo for CAT. Returns null for
 * an unknown one.
 */
export const canonicalTimeZone = (name: string): string | null =>
  IANAZone.isValidZone(name)
    ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    : null

/** No offset from UTC is larger. */
const LARGEST_OFFSET_MS = 16 * HOUR_MS

const midnightUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const nameOf = (utc: number): string => new Date(utc).toISOString().slice(0, 10)

/** Returns what clocks on the wall show, as if it were UTC. */
const wallTime = (at: number, zone: IANAZone): number => at + zone.offset(at) * MINUTE_MS

/** Returns the instant from which on the wall shows this day or a later one. */
const startOf = (day: string, zone: IANAZone): number => {
  const midnight = midnightUtc(day)
  const hasBegun = (at: number): boolean => wallTime(at, zone) >= midnight
  // Most days begin at midnight, with the offset of a few hours before or after.
  const likely = midnight - zone.offset(midnight) * MINUTE_MS
  if (hasBegun(likely) && !hasBegun(likely - 1)) return likely
  // The clocks changed near midnight, or the day was skipped.
  return firstOf(midnight - LARGEST_OFFSET_MS, midnight + LARGEST_OFFSET_MS, hasBegun)
}

/** Returns the first instant after `low` at which something holds. It holds from there to `high`. */
const firstOf = (low: number, high: number, holds: (at: number) => boolean): number => {
  let [before, begun] = [low, high]
  while (begun - before > 1) {
    const middle = Math.floor((before + begun) / 2)
    if (holds(middle)) begun = middle
    else before = middle
  }
  return begun
}

const startOfHour = (at: number, zone: IANAZone): number => {
  const wall = wallTime(at, zone)
  const full = at - (wall - Math.floor(wall / HOUR_MS) * HOUR_MS)
  const offset = zone.offset(at)
  // Lord Howe Island changes clocks by half an hour, the Chatham Islands at a quarter to.
  return zone.offset(full) === offset ? full : firstOf(full, at, (each) => zone.offset(each) === offset)
}

const dayAt = (at: Date, zone: IANAZone): string => {
  let day = nameOf(wallTime(at.getTime(), zone))
  // Clocks that go back over midnight show the day before once more. The later day has begun all the same.
  while (startOf(addDays(day, 1), zone) <= at.getTime()) day = addDays(day, 1)
  while (startOf(day, zone) > at.getTime()) day = addDays(day, -1)
  return day
}

/** Returns the instant at which clocks on the wall show `2026-11-22T09:30:00`. */
export const instantOf = (wall: string, timeZone: string): Date => {
  const zone = IANAZone.create(timeZone)
  const shown = Date.parse(`${wall}Z`)
  const before = shown - zone.offset(shown - LARGEST_OFFSET_MS) * MINUTE_MS
  // An hour that the clocks show twice is the first. One that they leave out is the hour after it.
  if (wallTime(before, zone) === shown) return new Date(before)
  const after = shown - zone.offset(before) * MINUTE_MS
  return new Date(wallTime(after, zone) === shown ? after : before)
}

/** Returns a number that grows by one each day. */
export const dayNumberOf = (day: string): number => midnightUtc(day) / DAY_MS

const MOST_MINUTES = 2_000

/** Finds days like `dayAt`, and remembers them: zones are slow, and a day begins at a full minute. */
export const rememberedDays = ({ dayAt }: Pick<Calendar, 'dayAt'>): Calendar['dayAt'] => {
  const days = new Map<number, string>()
  return (at) => {
    const minute = Math.floor(at.getTime() / MINUTE_MS)
    const before = days.get(minute)
    if (before !== undefined) return before
    if (days.size >= MOST_MINUTES) days.clear()
    const day = dayAt(at)
    days.set(minute, day)
    return day
  }
}

export const addDays = (day: string, count: number): string => nameOf(midnightUtc(day) + count * DAY_MS)

/** Returns the same day a year before. 29 February becomes 28 February. */
export const yearBefore = (day: string): string => {
  const same = `${yearOf(day) - 1}${day.slice(4)}`
  return isDay(same) ? same : same.replace(/29$/, '28')
}

export const yearOf = (day: string): number => Number(day.slice(0, 4))
export const monthOf = (day: string): string => day.slice(0, 7)

/** Returns true for an existing day of the Gregorian calendar, written as `2026-11-22`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnightUtc(text)) && nameOf(midnightUtc(text)) === text

export const monthAfter = (month: string): string => monthOf(addDays(`${month}-28`, 4))

const firstDayOf = (name: string): string => `${name}-01-01`.slice(0, 10)

const listDays = (first: string, last: string): string[] => {
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

const listMonths = (first: string, last: string): string[] => {
  const months: string[] = []
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month)
  return months
}

const instantAt = (instants: readonly Date[], index: number): Date => instants[index] ?? new Date(Number.NaN)
