import { type Language, localeOf } from './messages.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

const formatter = (
  language: Language,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat => {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`
  const cached = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), { timeZone, ...options })
  formats.set(key, cached)
  return cached
}

type Locale = { now: Date; language: Language; timeZone: string }

/** Formats `22 December`, with the year if it is not the current one. */
export const formatUpcomingDay = (day: Date, { now, language, timeZone }: Locale): string => {
  const year = formatter(language, timeZone, { year: 'numeric' })
  const sameYear = year.format(day) === year.format(now)
  const options = {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' as const }),
  } as const
  // Within a Russian sentence the word for year is written out.
  return formatter(language, timeZone, options)
    .format(day)
    .replace(/\s?г\.$/, ' года')
}

/** Formats `22 November 2026`. */
export const formatDate = (day: Date, language: Language, timeZone: string): string =>
  formatter(language, timeZone, { day: 'numeric', month: 'long', year: 'numeric' })
    .format(day)
    .replace(/\s?г\.$/, '')

/** Formats `2026-11` as `November 2026`. */
export const formatMonth = (month: string, language: Language): string =>
  formatter(language, 'UTC', { month: 'long', year: 'numeric' })
    .format(new Date(`${month}-15T12:00:00Z`))
    .replace(/\s?г\.$/, '')

/** Formats `22 November 2026, 14:05`. */
export const formatInstant = (instant: Date, language: Language, timeZone: string): string =>
  formatter(language, timeZone, { dateStyle: 'long', timeStyle: 'short' }).format(instant)
