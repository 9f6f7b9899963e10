import type { Currency } from '../../money/currency.ts'
import { exponentOf } from '../../money/currency.ts'
import { type Money, money, parseAmount } from '../../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency } from '../../web/page/newsroom.ts'

/** What a reader wants to give. */
export type Contribution = { frequency: Frequency; money: Money }

export type AmountMistake = 'not-a-number' | 'too-precise' | 'too-small' | 'too-large'
export type ContributionMistakes = { frequency?: true; currency?: true; amount?: AmountMistake }

export type ParsedContribution =
  | { ok: true; contribution: Contribution }
  | { ok: false; mistakes: ContributionMistakes }

export type TypedContribution = { frequency: string; currency: string; amount: string }

export const isFrequency = (text: string): text is Frequency =>
  (FREQUENCIES as readonly string[]).includes(text)

/** Reads a form as typed. Every mistake is told at once; nothing is rounded or guessed. */
export const parseContribution = (
  typed: TypedContribution,
  offers: readonly CurrencyOffer[],
): ParsedContribution => {
  const offer = offers.find((each) => each.currency === typed.currency.toUpperCase())
  const frequency = isFrequency(typed.frequency) ? typed.frequency : null
  if (offer === undefined || frequency === null) {
    return {
      ok: false,
      mistakes: {
        ...(frequency === null ? { frequency: true } : {}),
        ...(offer === undefined ? { currency: true } : {}),
      },
    }
  }
  const amount = amountIn(typed.amount, offer, frequency)
  if ('mistake' in amount) return { ok: false, mistakes: { amount: amount.mistake } }
  return { ok: true, contribution: { frequency, money: money(amount.minor, offer.currency) } }
}

const amountIn = (
  typed: string,
  offer: CurrencyOffer,
  frequency: Frequency,
): { minor: number } | { mistake: AmountMistake } => {
  const parsed = parseAmount(typed, offer.currency)
  if (!parsed.ok) return { mistake: parsed.because }
  // Stripe takes three-decimal currencies only with a last digit of zero.
  if (exponentOf(offer.currency) === 3 && parsed.minor % 10 !== 0) return { mistake: 'too-precise' }
  if (parsed.minor < offer.minimum) return { mistake: 'too-small' }
  if (parsed.minor > maximumFor(offer, frequency)) return { mistake: 'too-large' }
  return { minor: parsed.minor }
}

// Stripe's own ceiling for a charge, in minor units.
const STRIPE_MAXIMUM = 99_999_999

/** The offer's maximum is for a month; a year and a single gift may be twelve times that. */
export const maximumFor = (offer: CurrencyOffer, frequency: Frequency): number =>
  Math.min(frequency === 'monthly' ? offer.maximum : offer.maximum * 12, STRIPE_MAXIMUM)

/** The preset a page starts with: the second, so that there is one below it. */
export const defaultAmount = (offer: CurrencyOffer, frequency: Frequency): Money<Currency> => {
  const presets = offer.presets[frequency]
  return money(presets[Math.min(1, presets.length - 1)] ?? offer.minimum, offer.currency)
}
