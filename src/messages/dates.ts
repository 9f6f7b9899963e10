import { type Language, localeOf } from './messages.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

const format = (
  language: Language,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat => {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), { timeZone, ...options })
  formats.set(key, made)
  return made
}

/** `22 December`, with the year where it is not the present one. */
export const showDay = (day: Date, now: Date, language: Language, timeZone: string): string => {
  const year = format(language, timeZone, { year: 'numeric' })
  const sameYear = year.format(day) === year.format(now)
  const options = {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' as const }),
  } as const
  // Russian writes the year's word out within a sentence.
  return format(language, timeZone, options)
    .format(day)
    .replace(/\s?г\.$/, ' года')
}

/** `22 November 2026` */
export const formatDate = (day: Date, language: Language, timeZone: string): string =>
  format(language, timeZone, { day: 'numeric', month: 'long', year: 'numeric' })
    .format(day)
    .replace(/\s?г\.$/, '')

/** `22 November 2026, 14:05` */
export const formatInstant = (instant: Date, language: Language, timeZone: string): string =>
  format(language, timeZone, { dateStyle: 'long', timeStyle: 'short' }).format(instant)
