import { type Language, localeOf, moneyLocaleOf, type Say, sayIn } from '../../messages/messages.ts'
import { isCurrency } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'
import { FREQUENCIES, type Newsroom } from '../../web/page/newsroom.ts'
import { AMOUNT_PARTS, CAP_PARTS, GOAL_PARTS, LISTS, SIDES, TEXT_PARTS } from '../settings/field-names.ts'

/** The words of the form in the language of a member of staff. */
export type Words = {
  say: Say
  language: Language
  /** The name of another language, such as `Russian`. */
  nameLanguage: (language: string) => string
  nameSection: (slug: string) => string
  showMoney: (minor: number, currency: string) => string
}

export const wordsIn = (language: Language, { sections }: Pick<Newsroom, 'sections'>): Words => {
  const names = new Intl.DisplayNames(localeOf(language), { type: 'language' })
  return {
    say: sayIn(language),
    language,
    nameLanguage: (other) => names.of(other) ?? other,
    nameSection: (slug) => sections.find((section) => section.slug === slug)?.name[language] ?? slug,
    showMoney: (minor, currency) =>
      isCurrency(currency) ? formatMoney(money(minor, currency), moneyLocaleOf(language)) : `${minor}`,
  }
}

const GENERAL = ['name', 'form', 'afterParagraph', 'priority', 'from', 'to', 'visit', 'codes'] as const

/** Returns the label of a field, with its language or currency: `Heading (English)`. */
export const labelOf = (field: string, { say, nameLanguage }: Words): string => {
  const general = GENERAL.find((each) => each === field)
  if (general) return say(`campaigns.field.${general}`)
  const [group = '', second = '', third = '', fourth = ''] = field.split('.')
  const within = (label: string, place: string) => say('campaigns.labelIn', { label, place })
  const text = TEXT_PARTS.find((each) => each === third)
  if (group === 'text' && text) return within(say(`campaigns.text.${text}`), nameLanguage(second))
  const frequency = FREQUENCIES.find((each) => each === third)
  const part = AMOUNT_PARTS.find((each) => each === fourth)
  if (frequency && part)
    return within(say(`campaigns.amounts.${part}`), `${second}, ${say(`campaigns.cadence.${frequency}`)}`)
  const side = SIDES.find((each) => each === group)
  const list = LISTS.find((each) => each === second)
  if (side) return list ? say(`campaigns.${side}.${list}`) : say(`campaigns.${side}.sections`)
  const cap = CAP_PARTS.find((each) => each === second)
  if (group === 'caps' && cap) return say(`campaigns.caps.${cap}`)
  const goal = GOAL_PARTS.find((each) => each === second)
  return goal ? say(`campaigns.goal.${goal}`) : field
}
