import { hasParagraph } from '../../appeal/forms/insert-after-paragraph.ts'
import { comparableName } from '../../appeal/policy/targeting.ts'
import type { Language } from '../../messages/messages.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import { SIDES } from './field-names.ts'

/** A remark that does not keep anybody from saving. */
export type Warning =
  | { because: 'country-unknown' | 'caps-unknown' | 'goal-later' }
  | { because: 'not-in-language'; language: string }
  | { because: 'unknown-tag' | 'unknown-author'; found: string }
  | { because: 'no-such-paragraph'; paragraph: number }

/** An article as campaigns aim at it. */
export type AimedArticle = { tags: readonly string[]; authors: readonly string[]; html: string }

type Server = {
  languages: readonly Language[]
  knowsCountries: boolean
  countsAppeals: boolean
  articles: readonly AimedArticle[]
  /** The newsroom's day, `2026-11-22`. */
  today: string
}

/** Returns what saves, but may not do what the editor expects. */
export const settingsWarnings = (settings: CampaignSettings, server: Server): Warning[] => [
  ...languageWarnings(settings, server),
  ...countryWarnings(settings, server),
  ...capsWarnings(settings, server),
  ...nameWarnings(settings, server),
  ...paragraphWarnings(settings, server),
  ...goalWarnings(settings, server),
]

const languageWarnings = ({ texts }: CampaignSettings, { languages }: Server): Warning[] =>
  languages
    .filter((language) => !texts[language])
    .map((language) => ({ because: 'not-in-language', language }))

const countryWarnings = ({ only, except }: CampaignSettings, { knowsCountries }: Server): Warning[] =>
  !knowsCountries && only.countries.length + except.countries.length > 0
    ? [{ because: 'country-unknown' }]
    : []

const capsWarnings = ({ caps }: CampaignSettings, { countsAppeals }: Server): Warning[] =>
  caps && !countsAppeals ? [{ because: 'caps-unknown' }] : []

const NAMES = [
  { list: 'tags', because: 'unknown-tag' },
  { list: 'authors', because: 'unknown-author' },
] as const

/** A name may be misspelt, or its first article may be still to come. */
const nameWarnings = (settings: CampaignSettings, { articles }: Server): Warning[] =>
  NAMES.flatMap(({ list, because }): Warning[] => {
    const aimed = [...new Set(SIDES.flatMap((side) => settings[side][list]))]
    if (aimed.length === 0) return []
    const known = new Set(articles.flatMap((article) => article[list]).map(comparableName))
    return aimed.filter((name) => !known.has(comparableName(name))).map((found) => ({ because, found }))
  })

const paragraphWarnings = (
  { form, afterParagraph: paragraph }: CampaignSettings,
  { articles }: Server,
): Warning[] =>
  form === 'line' && !articles.some(({ html }) => hasParagraph(html, paragraph))
    ? [{ because: 'no-such-paragraph', paragraph }]
    : []

const goalWarnings = ({ goal, from }: CampaignSettings, { today }: Server): Warning[] => {
  const start = from?.slice(0, 10) ?? today
  return goal !== null && goal.since > start && goal.since > today ? [{ because: 'goal-later' }] : []
}
