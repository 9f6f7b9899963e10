import { type Language, localeOf, type Say } from '../../messages/messages.ts'
import { exponentOf } from '../../money/currency.ts'
import { money, plainAmount, showMoney } from '../../money/money.ts'
import type { CurrencyOffer, Frequency } from '../../web/page/newsroom.ts'
import { type AmountMistake, maximumFor } from './contribution-form.ts'

export const shownIn = (minor: number, offer: CurrencyOffer, language: Language): string =>
  showMoney(money(minor, offer.currency), localeOf(language))

/** An amount as it may be written in this currency: `5.50`, `5,50`, `300`. */
const exampleOf = (
  { currency, presets, minimum }: CurrencyOffer,
  frequency: Frequency,
  language: Language,
): string => {
  const whole = plainAmount(money(presets[frequency][0] ?? minimum, currency))
  const digits = exponentOf(currency)
  return digits === 0
    ? whole
    : `${Math.trunc(Number(whole))}${language === 'ru' ? ',' : '.'}${'50'.padEnd(digits, '0')}`
}

/** The message by the amount field, in words. */
export const amountMessage = (
  say: Say,
  { offer, frequency }: { offer: CurrencyOffer; frequency: Frequency },
  mistake: AmountMistake | undefined,
  language: Language,
): string => {
  switch (mistake) {
    case 'not-a-number':
      return say('support.error.not-a-number', { example: exampleOf(offer, frequency, language) })
    case 'too-precise':
      return say('support.error.too-precise', {
        currency: offer.currency,
        example: exampleOf(offer, frequency, language),
      })
    case 'too-small':
      return say('support.error.too-small', { minimum: shownIn(offer.minimum, offer, language) })
    case 'too-large':
      return say('support.error.too-large', {
        maximum: shownIn(maximumFor(offer, frequency), offer, language),
      })
    default:
      return ''
  }
}
