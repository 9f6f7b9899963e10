import { type CurrencyOffer, FREQUENCIES } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import { type AmountPart, amountField } from './field-names.ts'
import type { Mistake, Reason } from './mistake.ts'

/** More do not fit beside each other on a phone. */
export const MOST_PRESETS = 8

type Amounts = { minimum: number; presets: readonly number[]; chosen: number }

/** Rule 0 of the policy: nobody is asked for less than the newsroom takes. */
export const amountMistakes = ({ amounts }: CampaignSettings, giving: readonly CurrencyOffer[]): Mistake[] =>
  giving.flatMap((offer) =>
    FREQUENCIES.flatMap((frequency) => {
      const given = amounts[offer.currency]?.[frequency]
      if (!given) return []
      const reasons = reasonsAgainst(given, offer)
      return Object.entries(reasons).map(([part, reason]) => ({
        field: amountField(offer.currency, frequency, part as AmountPart),
        ...reason,
      }))
    }),
  )

const reasonsAgainst = (given: Amounts, offer: CurrencyOffer): Partial<Record<AmountPart, Reason>> => {
  const minimum = minimumReason(given, offer)
  const presets = presetsReason(given, offer)
  const isOffered = given.presets.includes(given.chosen)
  return {
    ...(minimum ? { minimum } : {}),
    ...(presets ? { presets } : {}),
    ...(isOffered || presets?.because === 'missing' ? {} : { chosen: { because: 'not-offered' } as const }),
  }
}

const minimumReason = ({ minimum }: Amounts, { currency, ...newsroom }: CurrencyOffer): Reason | null => {
  if (minimum < newsroom.minimum) return { because: 'below-newsroom', minor: newsroom.minimum, currency }
  if (minimum > newsroom.maximum) return { because: 'above-newsroom', minor: newsroom.maximum, currency }
  return null
}

const presetsReason = (
  { minimum, presets }: Amounts,
  { currency, ...newsroom }: CurrencyOffer,
): Reason | null => {
  if (presets.length === 0) return { because: 'missing' }
  if (presets.length > MOST_PRESETS) return { because: 'too-many', limit: MOST_PRESETS }
  const smallest = Math.max(minimum, newsroom.minimum)
  if (presets.some((each) => each < smallest)) return { because: 'preset-below', minor: smallest, currency }
  if (presets.some((each) => each > newsroom.maximum))
    return { because: 'preset-above', minor: newsroom.maximum, currency }
  return null
}
