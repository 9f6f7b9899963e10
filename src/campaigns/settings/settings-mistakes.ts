import { instantOf } from '../../platform/calendar.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { amountMistakes } from './amount-mistakes.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import { goalField } from './field-names.ts'
import type { Mistake } from './mistake.ts'
import { targetMistakes } from './target-mistakes.ts'
import { LIMITS, textMistakes } from './text-mistakes.ts'

/** The newsroom's settings that a campaign must fit. */
export type SettingsRules = Pick<Newsroom, 'languages' | 'sections' | 'giving'> & { timeZone: string }

/** Returns everything by which a campaign must not be saved or published today. Empty: nothing. */
export const settingsMistakes = (settings: CampaignSettings, rules: SettingsRules): Mistake[] => [
  ...nameMistakes(settings),
  ...textMistakes(settings, rules.languages),
  ...amountMistakes(settings, rules.giving),
  ...scheduleMistakes(settings, rules.timeZone),
  ...targetMistakes(settings, rules.sections),
  ...goalMistakes(settings, rules),
]

const nameMistakes = ({ name }: CampaignSettings): Mistake[] => {
  if (name === '') return [{ field: 'name', because: 'missing' }]
  return [...name].length > LIMITS.name ? [{ field: 'name', because: 'too-long', limit: LIMITS.name }] : []
}

const scheduleMistakes = ({ from, to }: CampaignSettings, timeZone: string): Mistake[] => {
  if (from === null || to === null) return []
  const [start, end] = [instantOf(`${from}:00`, timeZone), instantOf(`${to}:00`, timeZone)]
  return end > start ? [] : [{ field: 'to', because: 'end-before-start' }]
}

const goalMistakes = ({ goal }: CampaignSettings, { giving }: SettingsRules): Mistake[] =>
  goal === null || giving.some(({ currency }) => currency === goal.currency)
    ? []
    : [{ field: goalField('currency'), because: 'not-choice' }]

/** A remark that does not keep anybody from saving. */
export type Warning =
  | { because: 'country-unknown' | 'caps-unknown' }
  | { because: 'not-in-language'; language: string }

type Server = Pick<SettingsRules, 'languages'> & { knowsCountries: boolean; countsAppeals: boolean }

/** Returns what saves, but may not do what the editor expects. */
export const settingsWarnings = (settings: CampaignSettings, server: Server): Warning[] => {
  const aimsAtCountries = settings.only.countries.length + settings.except.countries.length > 0
  const missing = server.languages.filter((language) => !settings.texts[language])
  return [
    ...(aimsAtCountries && !server.knowsCountries ? [{ because: 'country-unknown' } as const] : []),
    ...(settings.caps && !server.countsAppeals ? [{ because: 'caps-unknown' } as const] : []),
    ...missing.map((language) => ({ because: 'not-in-language', language }) as const),
  ]
}
