import { maximumFor } from '../../web/page/largest-amount.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import { type AmountPart, amountField } from './field-names.ts'
import type { Mistake, Reason } from './mistake.ts'
import { minimumOf, type OwnAmounts, presetsOf } from './offered-amounts.ts'

/** More do not fit beside each other on a phone. */
export const MOST_PRESETS = 8

/** Rule 0 of the policy: nobody is asked for less than the newsroom takes. */
export const amountMistakes = ({ amounts }: CampaignSettings, giving: readonly CurrencyOffer[]): Mistake[] =>
  giving.flatMap((offer) =>
    FREQUENCIES.flatMap((frequency) => {
      const given = amounts[offer.currency]?.[frequency]
      if (!given) return []
      const reasons = reasonsAgainst(given, { offer, frequency })
      return Object.entries(reasons).map(([part, reason]) => ({
        field: amountField(offer.currency, frequency, part as AmountPart),
        ...reason,
      }))
    }),
  )

const reasonsAgainst = (given: OwnAmounts, cadence: Cadence): Partial<Record<AmountPart, Reason>> => {
  const minimum = minimumReason(given, cadence)
  // A wrong minimum may leave none of the newsroom's amounts.
  const presets = minimum && given.presets === null ? null : presetsReason(given, cadence)
  const offered = presetsOf(given, cadence.offer, cadence.frequency)
  const isOffered = given.chosen === null || offered.includes(given.chosen)
  return {
    ...(minimum ? { minimum } : {}),
    ...(presets ? { presets } : {}),
    ...(isOffered || presets?.because === 'missing' ? {} : { chosen: { because: 'not-offered' } as const }),
  }
}

type Cadence = { offer: CurrencyOffer; frequency: Frequency }

const minimumReason = ({ minimum }: OwnAmounts, { offer, frequency }: Cadence): Reason | null => {
  const { currency } = offer
  const maximum = maximumFor(offer, frequency)
  if (minimum === null) return null
  if (minimum < offer.minimum) return { because: 'below-newsroom', minor: offer.minimum, currency }
  return minimum > maximum ? { because: 'above-newsroom', minor: maximum, currency } : null
}

const presetsReason = (own: OwnAmounts, { offer, frequency }: Cadence): Reason | null => {
  const { currency } = offer
  const maximum = maximumFor(offer, frequency)
  const presets = presetsOf(own, offer, frequency)
  if (presets.length === 0) return { because: 'missing' }
  if (own.presets === null) return null
  if (presets.length > MOST_PRESETS) return { because: 'too-many', limit: MOST_PRESETS }
  const smallest = minimumOf(own, offer)
  if (presets.some((each) => each < smallest)) return { because: 'preset-below', minor: smallest, currency }
  return presets.some((each) => each > maximum) ? { because: 'preset-above', minor: maximum, currency } : null
}
