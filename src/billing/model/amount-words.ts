import { decimalSignOf, type Language, moneyLocaleOf, type Say } from '../../messages/messages.ts'
import { exponentOf } from '../../money/currency.ts'
import { formatMoney, formatPlainAmount, money } from '../../money/money.ts'
import { maximumFor } from '../../web/page/largest-amount.ts'
import type { CurrencyOffer, Frequency } from '../../web/page/newsroom.ts'
import type { AmountMistake } from './contribution-form.ts'

/** Returns an amount in minor units as text, such as "$5.50". */
export const showAmount = (minor: number, offer: CurrencyOffer, language: Language): string =>
  formatMoney(money(minor, offer.currency), moneyLocaleOf(language))

/** Returns an amount as a reader may type it: `5.50`, `5,50`, `300`. */
const exampleAmount = (
  { currency, presets, minimum }: CurrencyOffer,
  frequency: Frequency,
  language: Language,
): string => {
  const whole = formatPlainAmount(money(presets[frequency][0] ?? minimum, currency))
  const digits = exponentOf(currency)
  if (digits === 0) return whole
  const separator = decimalSignOf(language)
  return `${Math.trunc(Number(whole))}${separator}${'50'.padEnd(digits, '0')}`
}

/** Returns the message beside the amount field; empty if there is no mistake. */
export const amountMessage = (
  say: Say,
  { offer, frequency, language }: { offer: CurrencyOffer; frequency: Frequency; language: Language },
  mistake: AmountMistake | undefined,
): string => {
  switch (mistake) {
    case 'not-a-number':
      return say('support.error.not-a-number', { example: exampleAmount(offer, frequency, language) })
    case 'too-precise':
      return say('support.error.too-precise', {
        currency: offer.currency,
        example: exampleAmount(offer, frequency, language),
      })
    case 'too-small':
      return say('support.error.too-small', { minimum: showAmount(offer.minimum, offer, language) })
    case 'too-large':
      return say('support.error.too-large', {
        maximum: showAmount(maximumFor(offer, frequency), offer, language),
      })
    default:
      return ''
  }
}
