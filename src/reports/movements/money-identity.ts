import type { MovementKind } from '../../billing/history/movements.ts'
import type { ChurnCause } from '../../billing/history/subscription-history.ts'
import type { Currency } from '../../money/currency.ts'
import type { MoneySum } from '../rollups/movement-figures-store.ts'

/** The parts of a change of MRR, in the order of the waterfall. */
export const MONEY_PARTS = [
  'new',
  'expansion',
  'reactivation',
  'resume',
  'transfer-in',
  'contraction',
  'pause',
  'churn-chosen',
  'churn-card-failure',
  'churn-dispute',
  'churn-staff',
  'churn-stopped',
  'transfer-out',
] as const

export type MoneyPart = Exclude<MovementKind, 'churn'> | `churn-${ChurnCause}`

/** How the recurring amount of one currency came about, in minor units for a year: start + parts = end. */
export type MoneyIdentity = {
  start: number
  parts: ReadonlyMap<MoneyPart, number>
  end: number
}

const partOf = ({ kind, cause }: MoneySum): MoneyPart =>
  kind === 'churn' ? `churn-${cause === '' ? 'chosen' : cause}` : kind

/** Adds up the movements of one currency. */
export const moneyIdentity = (rows: readonly MoneySum[], currency: Currency): MoneyIdentity => {
  const parts = new Map<MoneyPart, number>(MONEY_PARTS.map((part) => [part, 0]))
  let [start, end] = [0, 0]
  for (const row of rows) {
    if (row.currency !== currency) continue
    end += row.annualChange
    if (row.day === null) start += row.annualChange
    else parts.set(partOf(row), (parts.get(partOf(row)) ?? 0) + row.annualChange)
  }
  return { start, parts, end }
}

/** Returns the amount by which the sum of the parts misses the end. */
export const gapOf = ({ start, parts, end }: MoneyIdentity): number =>
  Math.abs([...parts.values()].reduce((sum, part) => sum + part, start) - end)

/** Returns true if the sum of the parts is the end. */
export const isMoneyIdentity = (identity: MoneyIdentity): boolean => gapOf(identity) === 0
