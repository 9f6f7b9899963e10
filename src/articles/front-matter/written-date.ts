import { instantOf, isDay } from '../../platform/calendar.ts'

/** The first three letters of months in English and Russian. Russian May has two endings. */
const MONTHS = [
  ['jan', 'янв'],
  ['feb', 'фев'],
  ['mar', 'мар'],
  ['apr', 'апр'],
  ['may', 'май', 'мая'],
  ['jun', 'июн'],
  ['jul', 'июл'],
  ['aug', 'авг'],
  ['sep', 'сен'],
  ['oct', 'окт'],
  ['nov', 'ноя'],
  ['dec', 'дек'],
]

const TIME = /^(?:T|,?\s*(?:at\s+)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(.*)$/i

/**
 * Reads a date in the usual spellings. Without an offset it is on the newsroom's clocks, without a time it is
 * the start of the day. Returns null for anything else, also for 05/03/2026, which has two meanings.
 */
export const readDate = (written: string, timeZone: string): Date | null => {
  const found = findDay(written.trim())
  if (found === null || !isDay(found.day)) return null
  const rest = found.rest.trim()
  if (rest === '' || /^(?:г\.?|года)$/.test(rest)) return instantOf(`${found.day}T00:00:00`, timeZone)
  const [, hour = '', minute = '', second = '00', half = '', zone = ''] = TIME.exec(rest) ?? []
  const hours = hoursOf(Number(hour), half.toLowerCase())
  if (hour === '' || hours === null || Number(minute) > 59 || Number(second) > 59) return null
  const wall = `${found.day}T${String(hours).padStart(2, '0')}:${minute}:${second}`
  if (zone === '') return instantOf(wall, timeZone)
  const offset = offsetOf(zone)
  const date = offset === null ? null : new Date(`${wall}${offset}`)
  // No clock is 25 hours ahead, and a page with such a date would fail.
  return date === null || Number.isNaN(date.getTime()) ? null : date
}

const hoursOf = (hour: number, half: string): number | null => {
  if (half === '') return hour <= 23 ? hour : null
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}

const offsetOf = (zone: string): string | null => {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 'Z'
  const [, sign = '', hours = '', minutes = '00'] =
    /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone) ?? []
  return sign === '' ? null : `${sign}${hours.padStart(2, '0')}:${minutes}`
}

const findDay = (text: string): { day: string; rest: string } | null => {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|$)(.*)$/.exec(text)
  if (iso) return { day: dayFrom(iso[1], iso[2], iso[3]), rest: iso[4] ?? '' }
  // With dots the day comes first everywhere.
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=\D|$)(.*)$/.exec(text)
  if (dotted) return { day: dayFrom(dotted[3], dotted[2], dotted[1]), rest: dotted[4] ?? '' }
  const named =
    /^(?:\p{L}{2,10},?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(\p{L}{3,9})\.?,?\s+(\d{4})(?=\D|$)(.*)$/iu.exec(text)
  if (named) return { day: dayFrom(named[3], monthOf(named[2]), named[1]), rest: named[4] ?? '' }
  const american =
    /^(?:\p{L}{2,10},?\s+)?(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=\D|$)(.*)$/iu.exec(text)
  if (american)
    return { day: dayFrom(american[3], monthOf(american[1]), american[2]), rest: american[4] ?? '' }
  return null
}

const monthOf = (name = ''): string =>
  String(MONTHS.findIndex((starts) => starts.includes(name.toLowerCase().slice(0, 3))) + 1)

const dayFrom = (year = '', month = '', day = ''): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
