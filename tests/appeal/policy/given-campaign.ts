import type { Letter } from '../../../src/appeal/letter/letter.ts'
import type { Campaign, CampaignsInForce } from '../../../src/appeal/policy/campaign.ts'
import type { Situation } from '../../../src/appeal/policy/decision.ts'
import { NO_TARGETING } from '../../../src/appeal/policy/letter-campaign.ts'
import { NOT_SUPPRESSED } from '../../../src/snooze/suppression.ts'

const LETTER_TEXT: Letter = {
  heading: 'A letter',
  salutation: 'Dear reader,',
  html: '<p>Text.</p>',
  ask: 'From {minimum} a month.',
  signature: 'The newsroom',
  support: null,
  line: null,
}

/** A campaign in English and Russian that shows everywhere, with the given changes. */
export const aCampaign = (changes: Partial<Campaign> = {}): Campaign => ({
  key: '1',
  name: 'Autumn',
  version: 1,
  form: 'end',
  afterParagraph: 1,
  priority: 50,
  startsAt: Number.NEGATIVE_INFINITY,
  endsAt: Number.POSITIVE_INFINITY,
  targeting: NO_TARGETING,
  caps: null,
  isStopped: false,
  findLetter: (language) => (language === 'ar' ? null : LETTER_TEXT),
  findOffer: () => null,
  goal: null,
  ...changes,
})

export const inForce = (...campaigns: Campaign[]): CampaignsInForce => ({ isStopped: false, campaigns })

/** An English article about the city, read by a stranger on the first page of a visit. */
export const aSituation = (changes: Partial<Situation> = {}): Situation => ({
  article: {
    section: 'city',
    tags: ['harbour'],
    authors: ['Mira Stolan'],
    language: 'en',
    sensitive: false,
    appeal: true,
  },
  suppression: NOT_SUPPRESSED,
  seen: null,
  request: { visit: 'first', country: null, code: null },
  at: Date.parse('2026-11-30T12:00:00Z'),
  day: 20_787,
  ...changes,
})
