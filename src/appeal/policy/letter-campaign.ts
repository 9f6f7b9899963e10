import { defaultAmount } from '../../billing/model/contribution-form.ts'
import type { Language } from '../../messages/messages.ts'
import type { CurrencyOffer } from '../../web/page/newsroom.ts'
import type { Letter } from '../letter/letter.ts'
import { type AppealOffer, type Campaign, LETTER, type Targeting, type Targets } from './campaign.ts'

const EVERYTHING: Targets = { sections: new Set(), tags: new Set(), authors: new Set(), countries: new Set() }

export const NO_TARGETING: Targeting = {
  only: EVERYTHING,
  except: EVERYTHING,
  codes: new Set(),
  visit: 'any',
}

type Needs = {
  findLetter: (language: Language) => Letter | null
  giving: readonly CurrencyOffer[]
}

/** The newsroom's letter file as a campaign: behind all others, at the end of every article. */
export const letterCampaign = ({ findLetter, giving }: Needs): Campaign => {
  const offers = new Map(giving.map((offer) => [offer.currency as string, newsroomOffer(offer)]))
  return {
    key: LETTER,
    name: LETTER,
    version: 1,
    form: 'end',
    afterParagraph: 1,
    priority: Number.NEGATIVE_INFINITY,
    startsAt: Number.NEGATIVE_INFINITY,
    endsAt: Number.POSITIVE_INFINITY,
    targeting: NO_TARGETING,
    caps: null,
    isStopped: false,
    findLetter,
    findOffer: (currency) => offers.get(currency) ?? null,
    goal: null,
  }
}

/** The newsroom's own amounts, preselected as on the support page. */
export const newsroomOffer = (offer: CurrencyOffer): AppealOffer => ({
  ...offer,
  chosen: {
    once: defaultAmount(offer, 'once').minor,
    monthly: defaultAmount(offer, 'monthly').minor,
    yearly: defaultAmount(offer, 'yearly').minor,
  },
})
