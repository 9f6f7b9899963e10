import type { Currency } from '../../money/currency.ts'
import { DAY_MS } from '../../platform/clock.ts'
import type { ChurnCause, Step } from './subscription-history.ts'

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

/** One change of a supporter's recurring support in one currency. Amounts are for a year, in minor units. */
export type Movement = {
  currency: Currency
  occurredAt: Date
  kind: MovementKind
  annualChange: number
  annualAfter: number
  /** Only of churn. */
  cause: ChurnCause | null
}

const told = ({ currency, occurredAt, kind, annualChange, annualAfter, cause }: Movement): string =>
  [currency, occurredAt.toISOString(), kind, annualChange, annualAfter, cause].join(' ')

/** The same facts give the same movements, in the same order. */
export const isSameHistory = (one: readonly Movement[], other: readonly Movement[]): boolean =>
  one.length === other.length && one.every((each, index) => told(each) === told(other[index] ?? each))

const TRANSFER_WITHIN_MS = DAY_MS

/** What has been seen so far of one supporter. */
type Seen = {
  amounts: Map<string, Step>
  totals: Map<Currency, number>
  everSupported: boolean
  lastEnd: Movement | null
}

/** The movements that steps in order of time amount to. */
export const movementsOf = (steps: readonly Step[]): Movement[] => {
  const seen: Seen = { amounts: new Map(), totals: new Map(), everSupported: false, lastEnd: null }
  const movements: Movement[] = []
  for (let index = 0; index < steps.length; ) {
    const at = steps[index]?.at.getTime()
    const together: Step[] = []
    for (; steps[index]?.at.getTime() === at; index += 1) together.push(...steps.slice(index, index + 1))
    movements.push(...momentOf(seen, together))
  }
  return movements
}

type Change = { currency: Currency; before: number; after: number; at: Date; steps: readonly Step[] }

// All that happens at one instant counts as one change in each currency.
const momentOf = (seen: Seen, steps: readonly Step[]): Movement[] => {
  for (const step of steps) seen.amounts.set(step.contribution, step)
  const at = steps[0]?.at ?? new Date(0)
  const currencies = [
    ...new Set([...seen.amounts.values()].map((step) => step.currency).concat(...seen.totals.keys())),
  ]
  const changes = currencies
    .sort()
    .map((currency): Change => {
      const after = [...seen.amounts.values()]
        .filter((step) => step.currency === currency)
        .reduce((sum, step) => sum + step.annual, 0)
      return { currency, before: seen.totals.get(currency) ?? 0, after, at, steps }
    })
    .filter(({ before, after }) => before !== after)
  // An end before a start: a change of currency at one instant is a transfer out, then in.
  changes.sort((one, other) => Number(one.after > one.before) - Number(other.after > other.before))
  return changes.map((change) => {
    const movement = movementOf(seen, change)
    seen.totals.set(change.currency, change.after)
    if (change.after > 0) seen.everSupported = true
    if (change.after === 0) seen.lastEnd = movement
    return movement
  })
}

const movementOf = (seen: Seen, change: Change): Movement => {
  const { currency, before, after, at, steps } = change
  const elsewhere = [...seen.totals].some(([other, total]) => other !== currency && total > 0)
  const kind = kindOf(seen, change, elsewhere)
  const ending = steps.filter((step) => step.currency === currency && step.annual === 0).at(-1)
  return {
    currency,
    occurredAt: at,
    kind,
    annualChange: after - before,
    annualAfter: after,
    cause: kind === 'churn' ? (ending?.cause ?? 'chosen') : null,
  }
}

const kindOf = (
  seen: Seen,
  { currency, before, after, at, steps }: Change,
  elsewhere: boolean,
): MovementKind => {
  const own = steps.filter((step) => step.currency === currency)
  const isAll = (why: Step['why']) => own.length > 0 && own.every((step) => step.why === why)
  if (before > 0 && after > 0) return after > before ? 'expansion' : 'contraction'
  if (after === 0 && elsewhere) return 'transfer-out'
  if (after === 0) return isAll('paused') ? 'pause' : 'churn'
  if (elsewhere) return 'transfer-in'
  const end = seen.lastEnd
  if (isAll('resumed') && end?.kind === 'pause') return 'resume'
  const isNear = end !== null && at.getTime() - end.occurredAt.getTime() <= TRANSFER_WITHIN_MS
  if (end && isNear && end.currency !== currency && end.kind === 'churn') {
    // What looked like leaving was the first half of a change of currency.
    end.kind = 'transfer-out'
    end.cause = null
    return 'transfer-in'
  }
  return seen.everSupported ? 'reactivation' : 'new'
}
