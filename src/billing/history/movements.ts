import type { Currency } from '../../money/currency.ts'
import { DAY_MS } from '../../platform/clock.ts'
import type { Cadence } from '../model/intervals.ts'
import type { AmountChange, ChurnCause } from './subscription-history.ts'

export type MovementKind =
  | 'new'
  | 'expansion'
  | 'contraction'
  | 'churn'
  | 'reactivation'
  | 'pause'
  | 'resume'
  | 'transfer-in'
  | 'transfer-out'

/** One change of a supporter's recurring amount in one currency. Amounts are minor units for a year. */
export type Movement = {
  currency: Currency
  occurredAt: Date
  kind: MovementKind
  annualChange: number
  annualAfter: number
  /** The cadence of the contribution that changed. */
  cadence: Cadence
  /** Null unless the kind is `churn`. */
  cause: ChurnCause | null
}

const serialize = (each: Movement): string =>
  [
    each.currency,
    each.occurredAt.toISOString(),
    each.kind,
    each.annualChange,
    each.annualAfter,
    each.cadence,
    each.cause,
  ].join(' ')

/** Compares two histories in order: the same facts always give the same movements. */
export const isSameHistory = (one: readonly Movement[], other: readonly Movement[]): boolean =>
  one.length === other.length &&
  one.every((each, index) => serialize(each) === serialize(other[index] ?? each))

const TRANSFER_WITHIN_MS = DAY_MS

/** The state of one supporter between two changes. */
type State = {
  /** The latest change of each contribution. */
  amounts: Map<string, AmountChange>
  totals: Map<Currency, number>
  hasSupported: boolean
  /** The last movement that took a currency to zero. */
  lastLoss: Movement | null
}

/** Turns amount changes, in order of time, into movements. */
export const movementsOf = (changes: readonly AmountChange[]): Movement[] => {
  const state: State = { amounts: new Map(), totals: new Map(), hasSupported: false, lastLoss: null }
  const movements: Movement[] = []
  for (let index = 0; index < changes.length; ) {
    const at = changes[index]?.at.getTime()
    const together: AmountChange[] = []
    for (; changes[index]?.at.getTime() === at; index += 1) together.push(...changes.slice(index, index + 1))
    movements.push(...movementsAtInstant(state, together))
  }
  return movements
}

/** The change of one currency's total at one instant. */
type TotalChange = {
  currency: Currency
  before: number
  after: number
  at: Date
  changes: readonly AmountChange[]
}

// All changes at one instant count as one change in each currency.
const movementsAtInstant = (state: State, together: readonly AmountChange[]): Movement[] => {
  for (const change of together) state.amounts.set(change.contribution, change)
  const at = together[0]?.at ?? new Date(0)
  const currencies = [
    ...new Set([...state.amounts.values()].map(({ currency }) => currency).concat(...state.totals.keys())),
  ]
  const totals = currencies
    .sort()
    .map((currency): TotalChange => {
      const after = [...state.amounts.values()]
        .filter((change) => change.currency === currency)
        .reduce((sum, change) => sum + change.annualAmount, 0)
      return { currency, before: state.totals.get(currency) ?? 0, after, at, changes: together }
    })
    .filter(({ before, after }) => before !== after)
  // Losses before gains: a change of currency at one instant is a transfer out, then in.
  totals.sort((one, other) => Number(one.after > one.before) - Number(other.after > other.before))
  return totals.map((total) => {
    const movement = movementOf(state, total)
    state.totals.set(total.currency, total.after)
    if (total.after > 0) state.hasSupported = true
    if (total.after === 0) state.lastLoss = movement
    return movement
  })
}

const movementOf = (state: State, total: TotalChange): Movement => {
  const { currency, before, after, at, changes } = total
  const hasOtherCurrency = [...state.totals].some(([other, sum]) => other !== currency && sum > 0)
  const kind = kindOf(state, total, hasOtherCurrency)
  const own = changes.filter((change) => change.currency === currency)
  const loss = own.filter((change) => change.annualAmount === 0).at(-1)
  return {
    currency,
    occurredAt: at,
    kind,
    annualChange: after - before,
    annualAfter: after,
    // A change of currency loses an amount in a currency that no change names any more.
    cadence: (own.at(-1) ?? changes.at(-1))?.cadence ?? 'monthly',
    cause: kind === 'churn' ? (loss?.cause ?? 'chosen') : null,
  }
}

const kindOf = (
  state: State,
  { currency, before, after, at, changes }: TotalChange,
  hasOtherCurrency: boolean,
): MovementKind => {
  const own = changes.filter((change) => change.currency === currency)
  const areAll = (reason: AmountChange['reason']) =>
    own.length > 0 && own.every((change) => change.reason === reason)
  if (before > 0 && after > 0) return after > before ? 'expansion' : 'contraction'
  if (after === 0 && hasOtherCurrency) return 'transfer-out'
  if (after === 0) return areAll('paused') ? 'pause' : 'churn'
  if (hasOtherCurrency) return 'transfer-in'
  const loss = state.lastLoss
  if (areAll('resumed') && loss?.kind === 'pause') return 'resume'
  const isNear = loss !== null && at.getTime() - loss.occurredAt.getTime() <= TRANSFER_WITHIN_MS
  if (loss && isNear && loss.currency !== currency && loss.kind === 'churn') {
    // The earlier churn turns out to be the first half of a change of currency.
    loss.kind = 'transfer-out'
    loss.cause = null
    return 'transfer-in'
  }
  return state.hasSupported ? 'reactivation' : 'new'
}
