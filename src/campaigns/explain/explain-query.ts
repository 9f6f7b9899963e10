import type { Visit } from '../../appeal/policy/campaign.ts'
import type { TargetArticle } from '../../appeal/policy/targeting.ts'
import { isDay } from '../../platform/calendar.ts'
import { NOT_SUPPRESSED, type Suppression } from '../../snooze/suppression.ts'

/** An article as far as campaigns look at it. */
export type AskedArticle = TargetArticle & {
  slug: string
  title: string
  sensitive: boolean
  appeal: boolean
}

/** Readers to ask about, as staff choose them. */
export const READERS = ['stranger', 'snoozed', 'supports', 'gave', 'canceled', 'unsure'] as const
export type AskedReader = (typeof READERS)[number]

/** The question: who reads which article, where and when. */
export type ExplainQuery = {
  /** Empty: the newest article. */
  article: string
  reader: AskedReader
  visit: Visit
  /** Two capital letters. Empty: the country is unknown. */
  country: string
  code: string
  /** A time on the newsroom's clock, `2026-11-22T09:30`. Empty: now. */
  at: string
}

export type ExplainMistake = 'country' | 'at'

/** Reads the question of the form. A value that is not understood is kept and named. */
export const parseExplainQuery = (
  query: Readonly<Record<string, unknown>>,
): { asked: ExplainQuery; mistakes: readonly ExplainMistake[] } => {
  const text = (name: string): string => {
    const value = query[name]
    return typeof value === 'string' ? value.trim().slice(0, 200) : ''
  }
  const country = text('country').toUpperCase()
  const at = text('at')
  return {
    asked: {
      article: text('article'),
      reader: READERS.find((each) => each === text('reader')) ?? 'stranger',
      visit: text('visit') === 'later' ? 'later' : 'first',
      country,
      code: text('code'),
      at,
    },
    mistakes: [
      ...(country === '' || /^[A-Z]{2}$/.test(country) ? [] : (['country'] as const)),
      ...(at === '' || isWallTime(at) ? [] : (['at'] as const)),
    ],
  }
}

const isWallTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(text) && isDay(text.slice(0, 10))

/** Returns the state of such a reader. A snooze ends after `now`. */
export const suppressionAs = (reader: AskedReader, now: Date): Suppression => {
  switch (reader) {
    case 'stranger':
      return NOT_SUPPRESSED
    case 'snoozed':
      return { isSuppressed: true, because: 'snoozed', until: new Date(now.getTime() + 1), choice: null }
    default:
      return { isSuppressed: true, because: reader }
  }
}
