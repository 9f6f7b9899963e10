import { type Language, localeOf, sayIn } from './messages.ts'

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

type RangeForm = { language: Language; withYear: boolean }

/** Formats `1 to 29 November 2026`, from days such as `2026-11-01`. One day stays one. */
export const formatDayRange = (from: string, to: string, form: RangeForm): string =>
  formatRange([from, to], { day: 'numeric', month: 'long' }, form)

/** Formats `September to November 2026`, from months such as `2026-09`. */
export const formatMonthRange = (from: string, to: string, { language, withYear }: RangeForm): string => {
  const days = [`${from}-01`, `${to}-01`] as const
  const isOneYear = from.slice(0, 4) === to.slice(0, 4)
  const form = { language, withYear: withYear && !isOneYear }
  const months = formatRange(days, { month: 'long' }, form)
  if (!withYear || !isOneYear) return months
  return sayIn(language)('dates.monthsOfYear', { months, year: from.slice(0, 4) })
}

const formatRange = (
  [from, to]: readonly [string, string],
  parts: Intl.DateTimeFormatOptions,
  { language, withYear }: RangeForm,
): string => {
  const options: Intl.DateTimeFormatOptions = withYear ? { ...parts, year: 'numeric' } : parts
  const format = formatter(language, 'UTC', options)
  const [first, last] = [new Date(`${from}T12:00:00Z`), new Date(`${to}T12:00:00Z`)]
  if (from === to) return format.format(first).replace(/\s?г\./g, ' года')
  const text = format
    .formatRangeToParts(first, last)
    .map(({ type, source, value }) =>
      type === 'literal' && source === 'shared' && language === 'en'
        ? value.replace(/\s*–\s*/, ' to ')
        : value,
    )
    .join('')
  // Within a Russian sentence the word for year is written out.
  return text.replace(/\s?г\./g, ' года')
}

/** Formats `22 November 2026, 14:05`. */
export const formatInstant = (instant: Date, language: Language, timeZone: string): string =>
  formatter(language, timeZone, { dateStyle: 'long', timeStyle: 'short' }).format(instant)
