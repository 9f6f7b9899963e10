import type { Currency } from '../../money/currency.ts'
import { exponentOf } from '../../money/currency.ts'
import { type Money, money, parseAmount } from '../../money/money.ts'
import { maximumFor } from '../../web/page/largest-amount.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency } from '../../web/page/newsroom.ts'

/** A contribution that a reader asks to start. */
export type Contribution = { frequency: Frequency; money: Money }

export type AmountMistake = 'not-a-number' | 'too-precise' | 'too-small' | 'too-large'
export type ContributionMistakes = {
  /** The form was sent before, maybe from elsewhere. */
  form?: true
  frequency?: true
  currency?: true
  amount?: AmountMistake
}

export type ParsedContribution =
  | { ok: true; contribution: Contribution }
  | { ok: false; mistakes: ContributionMistakes }

export type TypedContribution = { frequency: string; currency: string; amount: string }

export const isFrequency = (text: string): text is Frequency =>
  (FREQUENCIES as readonly string[]).includes(text)

/** Parses a form as typed. Reports every mistake at once; rounds and guesses nothing. */
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
  const amount = parseMinor(typed.amount, offer, frequency)
  if ('mistake' in amount) return { ok: false, mistakes: { amount: amount.mistake } }
  return { ok: true, contribution: { frequency, money: money(amount.minor, offer.currency) } }
}

const parseMinor = (
  typed: string,
  offer: CurrencyOffer,
  frequency: Frequency,
): { minor: number } | { mistake: AmountMistake } => {
  const parsed = parseAmount(typed, offer.currency)
  if (!parsed.ok) return { mistake: parsed.because }
  // Stripe accepts amounts in three-decimal currencies only if the last digit is zero.
  if (exponentOf(offer.currency) === 3 && parsed.minor % 10 !== 0) return { mistake: 'too-precise' }
  if (parsed.minor < offer.minimum) return { mistake: 'too-small' }
  if (parsed.minor > maximumFor(offer, frequency)) return { mistake: 'too-large' }
  return { minor: parsed.minor }
}

/** Returns the preset that a page selects: the second, so that a smaller one is offered. */
export const defaultAmount = (offer: CurrencyOffer, frequency: Frequency): Money<Currency> => {
  const presets = offer.presets[frequency]
  return money(presets[Math.min(1, presets.length - 1)] ?? offer.minimum, offer.currency)
}
