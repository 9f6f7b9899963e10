import { roundedMoney } from '../../money/money.ts'
import type { Figure } from '../explained/figure.ts'
import type { CsvCell } from './csv-cell.ts'

const DECIMALS = 3

/** Writes a figure into a cell. A figure without a number is an empty one. */
export const cellOf = (figure: Figure): CsvCell => {
  if (figure.is === 'count') return figure.count
  if (figure.is === 'money') return roundedMoney(figure.minor, figure.currency)
  if (figure.is === 'rate') return { rate: figure.rate }
  return figure.is === 'decimal' ? { decimal: figure.number.toFixed(DECIMALS) } : null
}
