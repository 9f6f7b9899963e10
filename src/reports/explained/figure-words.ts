import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, roundedMoney } from '../../money/money.ts'
import { withMinus } from '../plots/units.ts'
import type { Change, Figure } from './figure.ts'

/** Formats a figure for people. Amounts are rounded to the currency's minor unit. */
export const figureText = (figure: Figure, language: Language): string => {
  const say = sayIn(language)
  switch (figure.is) {
    case 'count':
      return withMinus(figure.count.toLocaleString(localeOf(language)))
    case 'money':
      return withMinus(formatMoney(roundedMoney(figure.minor, figure.currency), localeOf(language), true))
    case 'rate':
      return rateText(figure.rate, language)
    case 'decimal':
      return decimalText(figure.number, language)
    case 'too-few':
      return say('figure.tooFew')
    case 'none':
      return say('figure.none')
    case 'cannot-be-computed':
      return say(`figure.cannot.${figure.because}`)
  }
}

/** Says how a figure changed: `+9 (+2.2%), 403 before`. */
export const changeText = (change: Change, language: Language): string => {
  const say = sayIn(language)
  switch (change.is) {
    case 'same':
      return say('figure.same')
    case 'changed': {
      const by = differenceText(change.by, language)
      const before = figureText(change.before, language)
      const ratio = ratioText(change.ratio, language)
      return say('figure.changed', { by: ratio === null ? by : `${by} (${ratio})`, before })
    }
    case 'too-few':
      return say('figure.tooFewToCompare')
    case 'none':
      return say('figure.nothingToCompare')
    case 'cannot-be-computed':
      return say('figure.cannotCompare')
  }
}

// A small number is never rounded to zero.
const decimalText = (number: number, language: Language): string => {
  const digits = Math.abs(number) < 0.01 ? { maximumSignificantDigits: 1 } : { maximumFractionDigits: 2 }
  return withMinus(number.toLocaleString(localeOf(language), digits))
}

const LEAST_SHOWN_RATE = 0.001

/** A rate that would be rounded to 0 % is "under 0.1 %". */
const rateText = (rate: number, language: Language): string => {
  if (rate > 0 && rate < LEAST_SHOWN_RATE) {
    return sayIn(language)('figure.under', { rate: percent(LEAST_SHOWN_RATE, language) })
  }
  return percent(rate, language)
}

const differenceText = (by: Figure, language: Language): string => {
  if (by.is === 'count')
    return signed(by.count, figureText({ is: 'count', count: Math.abs(by.count) }, language))
  if (by.is === 'decimal')
    return signed(by.number, figureText({ ...by, number: Math.abs(by.number) }, language))
  if (by.is === 'money') return signed(by.minor, figureText({ ...by, minor: Math.abs(by.minor) }, language))
  if (by.is !== 'rate') return figureText(by, language)
  const points = Math.abs(by.rate * 100)
  const digits = points < 0.1 ? { maximumSignificantDigits: 1 } : { maximumFractionDigits: 1 }
  return sayIn(language)('figure.points', {
    by: signed(by.rate, points.toLocaleString(localeOf(language), digits)),
  })
}

// A change that would be rounded to 0 % is left to the difference.
const ratioText = (ratio: number | null, language: Language): string | null =>
  ratio === null || Math.abs(ratio) < LEAST_SHOWN_RATE
    ? null
    : signed(ratio, percent(Math.abs(ratio), language))

const signed = (number: number, text: string): string => `${number < 0 ? '−' : '+'}${text}`

const percent = (rate: number, language: Language): string =>
  withMinus(
    rate.toLocaleString(localeOf(language), {
      style: 'percent',
      maximumFractionDigits: Math.abs(rate) < 1 ? 1 : 0,
    }),
  )
