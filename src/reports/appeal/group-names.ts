import { FORMS, LETTER } from '../../appeal/policy/campaign.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { FunnelGroup } from './appeal-sums-store.ts'

/** The names of campaigns by their numbers. */
export type CampaignNames = ReadonlyMap<number, string>

/** Returns the numbers among the keys of campaigns. */
export const campaignNumbers = (keys: Iterable<string>): number[] =>
  [...keys].filter((key) => /^[1-9]\d{0,8}$/.test(key)).map(Number)

type Names = { language: Language; newsroom: Pick<Newsroom, 'sections'>; campaigns: CampaignNames }

/** Returns the name of a campaign, a form or a section, as staff know it. */
export const groupName = (by: FunnelGroup, key: string, { language, newsroom, campaigns }: Names): string => {
  const say = sayIn(language)
  if (by === 'section') return newsroom.sections.find(({ slug }) => slug === key)?.name[language] ?? key
  if (by === 'form') {
    const form = FORMS.find((each) => each === key)
    return form ? say(`appealReport.form.${form}`) : key
  }
  if (key === LETTER) return say('appealReport.letter')
  const name = campaigns.get(Number(key))
  if (name === undefined) return say('appealReport.campaign', { number: key })
  const isShared = [...campaigns.values()].filter((each) => each === name).length > 1
  return isShared ? `${name} (${key})` : name
}
