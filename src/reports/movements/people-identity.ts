import type { Currency } from '../../money/currency.ts'
import type { MovementSum } from '../rollups/movement-figures-store.ts'

/**
 * How the number of active supporters came about: start + new + reactivated + resumed + transferredIn - paused - lost -
 * transferredOut = end.
 */
export type PeopleIdentity = {
  start: number
  new: number
  reactivated: number
  resumed: number
  /** Supporters who changed from another currency. 0 over all currencies, where nothing changes. */
  transferredIn: number
  paused: number
  lost: number
  transferredOut: number
  end: number
}

const KINDS = {
  new: 'new',
  reactivation: 'reactivated',
  resume: 'resumed',
  'transfer-in': 'transferredIn',
  pause: 'paused',
  churn: 'lost',
  'transfer-out': 'transferredOut',
} as const

const NONE = {
  new: 0,
  reactivated: 0,
  resumed: 0,
  transferredIn: 0,
  paused: 0,
  lost: 0,
  transferredOut: 0,
}

/** Returns the change in active supporters of some movements. */
export const peopleChange = (
  { kind, movements }: Pick<MovementSum, 'kind' | 'movements'>,
  currency: Currency | null,
): number => {
  if (kind === 'expansion' || kind === 'contraction') return 0
  if (currency === null && (kind === 'transfer-in' || kind === 'transfer-out')) return 0
  return kind === 'churn' || kind === 'pause' || kind === 'transfer-out' ? -movements : movements
}

/** Adds up the movements of one currency, or of all. */
export const peopleIdentity = (rows: readonly MovementSum[], currency: Currency | null): PeopleIdentity => {
  const counts = { ...NONE }
  let [start, end] = [0, 0]
  for (const row of rows) {
    if (currency !== null && row.currency !== currency) continue
    const change = peopleChange(row, currency)
    end += change
    if (row.day === null) start += change
    else if (change !== 0) counts[KINDS[row.kind as keyof typeof KINDS]] += row.movements
  }
  return { start, ...counts, end }
}

/** Returns true if the sum of the parts is the end. */
export const isPeopleIdentity = (parts: PeopleIdentity): boolean =>
  parts.start +
    parts.new +
    parts.reactivated +
    parts.resumed +
    parts.transferredIn -
    parts.paused -
    parts.lost -
    parts.transferredOut ===
  parts.end
