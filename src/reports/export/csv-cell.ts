import { exponentOf } from '../../money/currency.ts'
import type { Money } from '../../money/money.ts'

/** Text or a day, a whole number, an amount, a share, a number such as `1.12`, or nothing: there is no figure. */
export type CsvCell = string | number | bigint | Money | { rate: number } | { decimal: string } | null

/** Formats a cell. `decimal` is the decimal sign. Only texts can become formulas, so only they are escaped. */
export const cellText = (cell: CsvCell, decimal: string): string => {
  if (cell === null) return ''
  if (typeof cell === 'string') return safeText(cell)
  if (typeof cell === 'bigint') return String(cell)
  if (typeof cell === 'number') return wholeNumber(cell)
  if ('decimal' in cell) return numberText(cell.decimal, decimal)
  return 'rate' in cell
    ? cell.rate.toFixed(RATE_DECIMALS).replace('.', decimal)
    : decimalText(BigInt(cell.minor), exponentOf(cell.currency), decimal)
}

const numberText = (digits: string, decimal: string): string => {
  if (!/^-?\d+(\.\d+)?$/.test(digits)) throw new RangeError('A number in a table has only digits')
  return digits.replace('.', decimal)
}

const RATE_DECIMALS = 6

/** A spreadsheet takes a text for a formula if it begins with one of these. Some normalise the wide signs. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const wholeNumber = (count: number): string => {
  if (!Number.isSafeInteger(count)) throw new RangeError('A count in a table is a whole number')
  return String(count)
}

/** Writes minor units in major units, by moving the decimal sign. */
const decimalText = (minor: bigint, exponent: number, decimal: string): string => {
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const sign = minor < 0n ? '-' : ''
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}${decimal}${digits.slice(-exponent)}`
}
