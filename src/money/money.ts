import { type Currency, exponentOf } from './currency.ts'
import { toAsciiDigits } from './digits.ts'

/** An exact amount. `minor` is an integer in the currency's smallest unit: cents, pence, whole yen. */
export type Money<C extends Currency = Currency> = { readonly minor: number; readonly currency: C }

export const money = <C extends Currency>(minor: number, currency: C): Money<C> => {
  if (!Number.isSafeInteger(minor)) throw new RangeError('Money is a whole number of minor units')
  return { minor, currency }
}

/** Rounds an exact figure, such as a twelfth, to minor units. A loss is rounded like the gain of the same size. */
export const roundedMoney = (minor: number, currency: Currency): Money => {
  const rounded = Math.round(Math.abs(minor))
  return money(minor < 0 && rounded > 0 ? -rounded : rounded, currency)
}

export type ParsedAmount =
  | { ok: true; minor: number }
  | { ok: false; because: 'not-a-number' | 'too-precise' }

/**
 * Parses typed major units in the digits of any script: `5`, `5.50`, `5,50`, `５００`.
 * Rejects `1,000`, which could mean one or a thousand.
 */
export const parseAmount = (typed: string, currency: Currency): ParsedAmount => {
  const match = /^(\d{1,9})(?:(?:[.,](\d{1,2}))|(?:\.(\d{3})))?$/.exec(withAsciiFigures(typed).trim())
  if (!match?.[1]) return { ok: false, because: 'not-a-number' }
  const exponent = exponentOf(currency)
  const fraction = match[2] ?? match[3] ?? ''
  if (fraction.length > exponent) return { ok: false, because: 'too-precise' }
  return { ok: true, minor: Number(match[1]) * 10 ** exponent + Number(fraction.padEnd(exponent, '0') || 0) }
}

// Full-width and Arabic separators. The Arabic thousands separator has no other meaning, unlike a comma.
const withAsciiFigures = (typed: string): string =>
  toAsciiDigits(typed)
    .replace(/[\uff0e\u066b]/g, '.')
    .replace(/[\uff0c\u060c]/g, ',')
    .replace(/^(\s*\d{1,3}(?:\u066c\d{3})+)(?!\d)/, (grouped) => grouped.replaceAll('\u066c', ''))

/** Formats major units as `parseAmount` reads them: `5`, `5.50`. For form fields and addresses. */
export const formatPlainAmount = ({ minor, currency }: Money): string => {
  const exponent = exponentOf(currency)
  const whole = Math.trunc(minor / 10 ** exponent)
  const rest = minor % 10 ** exponent
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(exponent, '0')}`
}

const formats = new Map<string, Intl.NumberFormat>()

/** Formats an amount for people: `$5`, `$5.50`, `5,50 €`. Whole amounts have no decimals unless `exact`. */
export const formatMoney = (amount: Money, locale: string, exact = false): string => {
  const exponent = exponentOf(amount.currency)
  const digits = exact || amount.minor % 10 ** exponent !== 0 ? exponent : 0
  const key = `${locale} ${amount.currency} ${digits}`
  const format = formats.get(key) ?? moneyFormat(locale, amount.currency, digits)
  formats.set(key, format)
  return format.format(amount.minor / 10 ** exponent)
}

// Sets the decimals explicitly, because Intl differs from Stripe for some currencies.
const moneyFormat = (locale: string, currency: Currency, digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
