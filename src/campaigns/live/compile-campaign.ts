import type { Letter } from '../../appeal/letter/letter.ts'
import type { AppealOffer, Campaign } from '../../appeal/policy/campaign.ts'
import { newsroomOffer } from '../../appeal/policy/letter-campaign.ts'
import { comparableName } from '../../appeal/policy/targeting.ts'
import type { Language } from '../../messages/messages.ts'
import { instantOf } from '../../platform/calendar.ts'
import { renderMarkdown } from '../../web/page/markdown.ts'
import { type CurrencyOffer, FREQUENCIES } from '../../web/page/newsroom.ts'
import type { CampaignSettings, CampaignText, ShownState } from '../settings/campaign-settings.ts'
import { minimumOf, offeredAmounts } from '../settings/offered-amounts.ts'

type Numbered = { number: number; version: number; isStopped: boolean }
type Rules = { giving: readonly CurrencyOffer[]; timeZone: string }

/** Prepares a campaign for decisions: times as instants, targets as sets, texts as HTML. */
export const compileCampaign = (
  { number, version, isStopped }: Numbered,
  settings: CampaignSettings,
  { giving, timeZone }: Rules,
): Campaign => {
  const { startsAt, endsAt } = spanOf(settings, timeZone)
  const letters = new Map(
    Object.entries(settings.texts).map(([language, text]) => [
      language,
      letterFrom(text, language as Language),
    ]),
  )
  const offers = new Map(giving.map((offer) => [offer.currency as string, offerWith(offer, settings)]))
  const { name, form, afterParagraph, priority, only, except, codes, visit, caps } = settings
  return {
    key: String(number),
    name,
    version,
    form,
    afterParagraph,
    priority,
    startsAt,
    endsAt,
    targeting: { only: setsOf(only), except: setsOf(except), codes: new Set(codes), visit },
    caps,
    isStopped,
    findLetter: (language: Language) => letters.get(language) ?? null,
    findOffer: (currency) => offers.get(currency) ?? null,
    goal: settings.goal,
  }
}

/** Returns the campaign's span in milliseconds. Infinite without a limit. */
export const spanOf = (
  { from, to }: Pick<CampaignSettings, 'from' | 'to'>,
  timeZone: string,
): { startsAt: number; endsAt: number } => ({
  startsAt: from === null ? Number.NEGATIVE_INFINITY : instantOf(`${from}:00`, timeZone).getTime(),
  endsAt: to === null ? Number.POSITIVE_INFINITY : instantOf(`${to}:00`, timeZone).getTime(),
})

/** Returns the state of a published campaign by its schedule. */
export const stateAt = (
  settings: Pick<CampaignSettings, 'from' | 'to'>,
  timeZone: string,
  now: Date,
): Extract<ShownState, 'scheduled' | 'live' | 'ended'> => {
  const { startsAt, endsAt } = spanOf(settings, timeZone)
  if (now.getTime() >= endsAt) return 'ended'
  return now.getTime() < startsAt ? 'scheduled' : 'live'
}

const letterFrom = ({ body, ...text }: CampaignText, language: Language): Letter => ({
  ...text,
  html: renderMarkdown(body, language),
})

const setsOf = ({ sections, tags, authors, countries }: CampaignSettings['only']) => ({
  sections: new Set(sections),
  tags: new Set(tags.map(comparableName)),
  authors: new Set(authors.map(comparableName)),
  countries: new Set(countries),
})

/** Rule 0: the newsroom's minimum may have grown since the campaign was saved. */
const offerWith = (offer: CurrencyOffer, { amounts }: CampaignSettings): AppealOffer => {
  const own = amounts[offer.currency]
  const made = newsroomOffer(offer)
  for (const frequency of FREQUENCIES) {
    const given = own?.[frequency]
    if (!given) continue
    const { presets, chosen } = offeredAmounts(given, offer, frequency)
    made.presets = { ...made.presets, [frequency]: presets }
    made.chosen[frequency] = chosen
  }
  // The appeal asks for a monthly contribution.
  made.minimum = minimumOf(own?.monthly, offer)
  return made
}
