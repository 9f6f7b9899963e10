import {
  addDays,
  type Calendar,
  type CalendarSpan,
  isDay,
  monthAfter,
  monthOf,
  yearBefore,
  yearOf,
} from '../../platform/calendar.ts'

/**
 * Whole days in the newsroom's time zone, including the first and last. `from` and `to` look like
 * `2026-11-22`.
 */
export type Period = { from: string; to: string; days: readonly CalendarSpan[] }

export const PRESETS = ['this-month', 'last-month', '90-days', '12-months', 'all'] as const
export type Preset = (typeof PRESETS)[number]

/** How a period was chosen: by a preset, or by typed days. */
export type PeriodChoice = Preset | 'own'

/** The day of a look at reports, and the first day with figures. `since` is null while there are none. */
export type Look = { today: string; calendar: Calendar; since: string | null }

export type PeriodProblem = 'unknown-period' | 'no-such-day' | 'future' | 'backwards' | 'too-long'

export type ParsedPeriod =
  | { ok: true; choice: PeriodChoice; period: Period }
  | { ok: false; because: PeriodProblem }

export const DEFAULT_PRESET: Preset = '12-months'

const MAX_DAYS = 3_660

/** Parses a period. Typed days win over a preset. With neither, returns the twelve months to today. */
export const parsePeriod = (
  { preset, from, to }: { preset: string; from: string; to: string },
  look: Look,
): ParsedPeriod => {
  if (from !== '' || to !== '') return parseDays({ from, to }, look)
  const choice = preset === '' ? DEFAULT_PRESET : PRESETS.find((each) => each === preset)
  if (choice === undefined) return { ok: false, because: 'unknown-period' }
  return { ok: true, choice, period: presetPeriod(choice, look) }
}

const parseDays = ({ from, to }: { from: string; to: string }, { today, calendar }: Look): ParsedPeriod => {
  const problem = (because: PeriodProblem): ParsedPeriod => ({ ok: false, because })
  if ([from, to].some((day) => day !== '' && !isDayOfRecord(day))) return problem('no-such-day')
  // Future days have no figures.
  const last = to === '' || to > today ? today : to
  const first = from === '' ? addDays(yearBefore(last), 1) : from
  if (first > today) return problem('future')
  if (first > last) return problem('backwards')
  if (addDays(first, MAX_DAYS) < last) return problem('too-long')
  const period = periodOf(first, last, calendar)
  return period.days.length === 0 ? problem('no-such-day') : { ok: true, choice: 'own', period }
}

export const presetPeriod = (preset: Preset, { today, calendar, since }: Look): Period => {
  const firstOfMonth = `${monthOf(today)}-01`
  const endOfLast = addDays(firstOfMonth, -1)
  switch (preset) {
    case 'this-month':
      return periodOf(firstOfMonth, today, calendar)
    case 'last-month':
      return periodOf(`${monthOf(endOfLast)}-01`, endOfLast, calendar)
    case '90-days':
      return periodOf(addDays(today, -89), today, calendar)
    case '12-months':
      return periodOf(addDays(yearBefore(today), 1), today, calendar)
    case 'all':
      return periodOf(since !== null && since < today ? since : today, today, calendar)
  }
}

export const periodOf = (from: string, to: string, calendar: Calendar): Period => ({
  from,
  to,
  days: calendar.days(from, to),
})

export const lastDayOfMonth = (month: string): string => addDays(`${monthAfter(month)}-01`, -1)

/** Returns the whole months that a period touches. The current month ends today. */
export const snapToMonths = (
  { from, to }: Pick<Period, 'from' | 'to'>,
  { today, calendar }: Pick<Look, 'today' | 'calendar'>,
): Period => {
  const end = lastDayOfMonth(monthOf(to))
  return periodOf(`${monthOf(from)}-01`, end > today ? today : end, calendar)
}

const isDayOfRecord = (day: string): boolean => isDay(day) && yearOf(day) >= 2000 && yearOf(day) <= 2100

/** Lists the whole months of a period that are over. */
export const pastMonths = ({ from, to, days }: Period, calendar: Calendar, now: Date): CalendarSpan[] => {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  return calendar
    .months(monthOf(from), monthOf(to))
    .filter(({ startsAt, endsAt }) => startsAt >= first.startsAt && endsAt <= last.endsAt && endsAt <= now)
}
