import type { Mistake } from '../settings/mistake.ts'
import type { Warning } from '../settings/settings-warnings.ts'
import type { Words } from './words.ts'

/** Returns a plain sentence about a mistake. */
export const mistakeText = (mistake: Mistake, { say, nameSection, showMoney }: Words): string => {
  switch (mistake.because) {
    case 'too-long':
    case 'too-many':
      return say(`campaigns.mistake.${mistake.because}`, { limit: mistake.limit })
    case 'too-long-for-bar':
      return say('campaigns.mistake.too-long-for-bar', { excess: mistake.excess })
    case 'whole-number':
      return say('campaigns.mistake.whole-number', { from: mistake.from, to: mistake.to })
    case 'unknown-section':
    case 'both':
      return say(`campaigns.mistake.${mistake.because}`, { found: nameSection(mistake.found) })
    case 'placeholder':
    case 'not-country':
    case 'not-code':
      return say(`campaigns.mistake.${mistake.because}`, { found: mistake.found })
    case 'below-newsroom':
    case 'above-newsroom':
    case 'preset-below':
    case 'preset-above':
    case 'goal-too-small':
      return say(`campaigns.mistake.${mistake.because}`, {
        amount: showMoney(mistake.minor, mistake.currency),
      })
    default:
      return say(`campaigns.mistake.${mistake.because}`)
  }
}

/** Returns a plain sentence about a setting that may not do what the editor expects. */
export const warningText = (warning: Warning, { say, nameLanguage }: Words): string => {
  switch (warning.because) {
    case 'not-in-language':
      return say('campaigns.warning.not-in-language', { language: nameLanguage(warning.language) })
    case 'unknown-tag':
    case 'unknown-author':
      return say(`campaigns.warning.${warning.because}`, { found: warning.found })
    case 'no-such-paragraph':
      return say('campaigns.warning.no-such-paragraph', { paragraph: warning.paragraph })
    default:
      return say(`campaigns.warning.${warning.because}`)
  }
}
