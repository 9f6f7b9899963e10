import { largestGiftIn } from '../../appeal/goal-progress.ts'
import { instantOf } from '../../platform/calendar.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { amountMistakes } from './amount-mistakes.ts'
import { barMistakes } from './bar-mistakes.ts'
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
  ...barMistakes(settings, rules.giving),
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

const goalMistakes = ({ goal }: CampaignSettings, { giving }: SettingsRules): Mistake[] => {
  if (goal === null) return []
  const { currency, target } = goal
  if (!giving.some((offer) => offer.currency === currency))
    return [{ field: goalField('currency'), because: 'not-choice' }]
  // The sum is shown in steps of at least this amount.
  const minor = largestGiftIn(giving, currency)
  return target < minor ? [{ field: goalField('target'), because: 'goal-too-small', minor, currency }] : []
}
