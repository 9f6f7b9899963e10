import { formatDayRange, formatMonthRange } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import { monthOf, yearOf } from '../../platform/calendar.ts'
import { lastDayOfMonth, type Period } from './period.ts'
import type { ReportQuery } from './report-query.ts'

type Days = Pick<Period, 'from' | 'to'>

/** Names the days: `1 to 29 November 2026`. Whole months: `September to November 2026`. */
export const periodWords = ({ from, to }: Days, language: Language, withYear = true): string =>
  from.endsWith('-01') && to === lastDayOfMonth(monthOf(to))
    ? formatMonthRange(monthOf(from), monthOf(to), { language, withYear })
    : formatDayRange(from, to, { language, withYear })

/** Names the period and its comparison: `1 to 29 November 2026, compared with 1 to 29 October`. */
export const querySentence = ({
  language,
  period,
  comparison,
}: Pick<ReportQuery, 'language' | 'period' | 'comparison'>): string => {
  const say = sayIn(language)
  const words = periodWords(period, language)
  const sentence =
    comparison.is === 'none'
      ? say(`query.noComparison.${comparison.because}`, { period: words })
      : say('query.compared', { period: words, before: comparedWords(period, comparison.period, language) })
  return sentence.charAt(0).toLocaleUpperCase(language) + sentence.slice(1)
}

/** Leaves out the year if both are in the same one. */
const comparedWords = (period: Days, before: Days, language: Language): string =>
  periodWords(before, language, yearOf(before.from) !== yearOf(period.to))

/** Says since when there are figures, if the period or its comparison begins earlier. */
export const sinceSentence = ({ language, period, comparison, since }: ReportQuery): string | null => {
  if (since === null) return null
  const first =
    comparison.is === 'period' && comparison.period.from < period.from ? comparison.period.from : period.from
  return first < since
    ? sayIn(language)('query.since', { day: formatDayRange(since, since, { language, withYear: true }) })
    : null
}
