import type { Language } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { CurrencyOffer, Frequency } from '../../web/page/newsroom.ts'
import type { Letter } from '../letter/letter.ts'

/** How the appeal stands on the page. `end`: after the text. `line`: a sentence in it. `bar`: a strip below. */
export const FORMS = ['end', 'line', 'bar'] as const
export type AppealForm = (typeof FORMS)[number]

/** An empty list of targets stands for all of them. */
export type Targets = {
  sections: ReadonlySet<string>
  /** By `comparableName`, as the authors. */
  tags: ReadonlySet<string>
  authors: ReadonlySet<string>
  /** Two capital letters, as in ISO 3166. */
  countries: ReadonlySet<string>
}

export type Targeting = {
  only: Targets
  except: Targets
  /** The `utm_campaign` of the links that lead to the campaign. Empty: no link is needed. */
  codes: ReadonlySet<string>
  visit: 'any' | Visit
}

/** Without the browser's word, a page is the first of its visit. */
export type Visit = 'first' | 'later'

/**
 * At most `shows` appeals in `days` days, each at least `daysApart` days after the last. Campaigns that run at the same
 * time share one count, over the longest of their spans.
 */
export type Caps = { shows: number; days: number; daysApart: number }

/** The sums of money that an appeal offers in one currency. `chosen` is the one that is preselected. */
export type AppealOffer = CurrencyOffer & { chosen: Record<Frequency, number> }

/** A campaign, prepared for decisions. */
export type Campaign = {
  /** Its number, or `letter` for the newsroom's letter file. Stands in labels and counts. */
  key: string
  name: string
  version: number
  form: AppealForm
  /** The form `line` stands after this paragraph of the article, counted from one. */
  afterParagraph: number
  /** The higher one goes first. */
  priority: number
  /** In milliseconds, as Date.getTime. */
  startsAt: number
  endsAt: number
  targeting: Targeting
  caps: Caps | null
  isStopped: boolean
  /** Null: the campaign is not written in the language. */
  findLetter: (language: Language) => Letter | null
  /** Null: the newsroom does not take the currency. */
  findOffer: (currency: string) => AppealOffer | null
  goal: Goal | null
}

/** A sum to reach, with all that readers gave since a day, `2026-11-22`. `target` in minor units. */
export type Goal = { currency: Currency; target: number; since: string }

/** The campaigns that may show, the one that goes first in front. The newsroom's letter is the last. */
export type CampaignsInForce = {
  /** Staff stopped every appeal. */
  isStopped: boolean
  campaigns: readonly Campaign[]
}

const breadthOf = ({ only, codes, visit }: Targeting): number =>
  [only.sections, only.tags, only.authors, only.countries, codes].filter(({ size }) => size > 0).length +
  (visit === 'any' ? 0 : 1)

/** Rule 11: the higher priority goes first, then the narrower target, then the older campaign. */
export const inOrder = (campaigns: readonly Campaign[]): Campaign[] =>
  [...campaigns].sort(
    (one, other) =>
      other.priority - one.priority ||
      breadthOf(other.targeting) - breadthOf(one.targeting) ||
      ageOf(one) - ageOf(other),
  )

const ageOf = ({ key }: Campaign): number => (key === LETTER ? Number.POSITIVE_INFINITY : Number(key))

/** The key of the newsroom's letter file. */
export const LETTER = 'letter'
