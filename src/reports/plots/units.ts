import { type Language, localeOf } from '../../messages/messages.ts'
import { type Currency, exponentOf } from '../../money/currency.ts'
import { formatMoney, roundedMoney } from '../../money/money.ts'

/** How a plot writes its values. */
export type Unit = {
  /** Stands above the axis, such as `people` or `USD a month`. */
  name: string
  /** Writes an exact figure. */
  format: (value: number) => string
  /** Writes a short figure for an axis. */
  short: (value: number) => string
  /** Axes of whole units have no ticks between them. */
  isWhole: boolean
  /** How `plots.js` writes a value in the browser: divided, then as Intl does with these options. */
  reading: { divisor: number; number: Intl.NumberFormatOptions }
}

const COMPACT_FROM = 10_000

const compactFrom = (value: number, options: Intl.NumberFormatOptions): Intl.NumberFormatOptions =>
  Math.abs(value) >= COMPACT_FROM
    ? { ...options, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }
    : options

/** People, contributions, invoices. */
export const countUnit = (language: Language, name: string): Unit => {
  const locale = localeOf(language)
  return {
    name,
    format: (value) => withMinus(value.toLocaleString(locale)),
    short: (value) => withMinus(value.toLocaleString(locale, compactFrom(value, {}))),
    isWhole: true,
    reading: { divisor: 1, number: {} },
  }
}

/** Numbers with decimals, such as payments per thousand. */
export const decimalUnit = (language: Language, name: string): Unit => {
  const number = { maximumFractionDigits: 2 }
  const write = (value: number): string => withMinus(value.toLocaleString(localeOf(language), number))
  return { name, format: write, short: write, isWhole: false, reading: { divisor: 1, number } }
}

/** Amounts in minor units of one currency. */
export const moneyUnit = (language: Language, currency: Currency, name: string): Unit => {
  const locale = localeOf(language)
  const exponent = exponentOf(currency)
  const exact = { minimumFractionDigits: exponent, maximumFractionDigits: exponent }
  const symbol = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const short = (minor: number): string => {
    const major = minor / 10 ** exponent
    const plain = Number.isInteger(major) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : exact
    return major.toLocaleString(locale, { ...symbol, ...plain, ...compactFrom(major, {}) })
  }
  return {
    name,
    format: (value) => withMinus(formatMoney(roundedMoney(value, currency), locale, true)),
    short: (value) => withMinus(short(value)),
    isWhole: true,
    reading: { divisor: 10 ** exponent, number: { ...symbol, ...exact } },
  }
}

/** Shares: 0.87 is written as 87%. */
export const percentUnit = (language: Language, name: string): Unit => {
  const locale = localeOf(language)
  const write = (value: number, minimumFractionDigits: number): string =>
    withMinus(
      value.toLocaleString(locale, { style: 'percent', minimumFractionDigits, maximumFractionDigits: 1 }),
    )
  return {
    name,
    format: (value) => write(value, 1),
    short: (value) => write(value, 0),
    isWhole: false,
    reading: { divisor: 1, number: { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } },
  }
}

/** Writes a minus for the hyphen of a negative figure, which is easily overlooked. */
export const withMinus = (text: string): string => text.replace('-', '\u2212')

/** Writes a change with its sign: `+$12`, `−$12`. */
export const signedText = (value: number, unit: Unit): string =>
  value > 0 ? `+${unit.format(value)}` : unit.format(value)
