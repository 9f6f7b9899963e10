import type { CurrencyOffer, Frequency } from './newsroom.ts'

// Stripe's limit for one charge.
const STRIPE_MAXIMUM_MINOR = 99_999_999

/** Returns the largest amount in minor units. The offer's maximum is for a month; other frequencies may be 12 times that. */
export const maximumFor = (offer: CurrencyOffer, frequency: Frequency): number =>
  Math.min(frequency === 'monthly' ? offer.maximum : offer.maximum * 12, STRIPE_MAXIMUM_MINOR)
