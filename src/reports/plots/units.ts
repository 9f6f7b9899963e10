import { type Language, localeOf } from '../../messages/messages.ts'
import { type Currency, exponentOf } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'

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
  }
}

/** Amounts in minor units of one currency. */
export const moneyUnit = (language: Language, currency: Currency, name: string): Unit => {
  const locale = localeOf(language)
  const short = (minor: number): string => {
    const major = minor / 10 ** exponentOf(currency)
    const digits = Number.isInteger(major) ? 0 : exponentOf(currency)
    const plain = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    const symbol = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
    return major.toLocaleString(locale, { ...symbol, ...plain, ...compactFrom(major, {}) })
  }
  return {
    name,
    format: (value) => withMinus(formatMoney(money(Math.round(value), currency), locale, true)),
    short: (value) => withMinus(short(value)),
    isWhole: true,
  }
}

/** Shares: 0.87 is written as 87%. */
export const percentUnit = (language: Language, name: string): Unit => {
  const locale = localeOf(language)
  const write = (value: number, minimumFractionDigits: number): string =>
    withMinus(
      value.toLocaleString(locale, { style: 'percent', minimumFractionDigits, maximumFractionDigits: 1 }),
    )
  return { name, format: (value) => write(value, 1), short: (value) => write(value, 0), isWhole: false }
}

// A hyphen is easily overlooked in front of a figure.
const withMinus = (text: string): string => text.replace('-', '\u2212')

/** Writes a change with its sign: `+$12`, `−$12`. */
export const signedText = (value: number, unit: Unit): string =>
  value > 0 ? `+${unit.format(value)}` : unit.format(value)
