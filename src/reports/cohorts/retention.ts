import type { Currency } from '../../money/currency.ts'
import { monthAfter } from '../../platform/calendar.ts'
import type { CohortChange, CohortSize } from './cohort-store.ts'

/** The people or the money left at the end of a month. `share` is null if nobody began. */
export type RetentionCell = { left: number; share: number | null }

export type CohortRow = {
  /** `2026-11` */
  cohort: string
  /** People who began in the month, in the currency if there is one. */
  people: number
  /** The base of the shares: the same people, or what they gave at its end, in minor units for a year. */
  size: number
  /** By months after the first, which is index 0. */
  cells: readonly RetentionCell[]
}

type Basis = { by: 'people'; currency: Currency | null } | { by: 'money'; currency: Currency }

type Cohorts = { changes: readonly CohortChange[]; sizes: readonly CohortSize[] }

/**
 * Computes retention by cohort. The share is of all who began in the cohort's month (people), or of what they gave at
 * its end (money). `lastMonth` is the last closed month. A month in which nobody began has no row: its sums may still
 * be stored as zeros.
 */
export const retentionOf = ({ changes, sizes }: Cohorts, lastMonth: string, basis: Basis): CohortRow[] => {
  const relevant = changes.filter(({ currency }) => basis.currency === null || currency === basis.currency)
  return [...peopleByCohort(sizes, basis.currency)]
    .filter(([cohort, people]) => people > 0 && cohort <= lastMonth)
    .sort()
    .map(([cohort, people]) => {
      const lefts = leftByMonth(cohort, relevant, { lastMonth, basis })
      const size = basis.by === 'people' ? people : (lefts[0] ?? 0)
      const cells = lefts.map((left) => ({ left, share: size > 0 ? left / size : null }))
      return { cohort, people, size, cells }
    })
}

const peopleByCohort = (sizes: readonly CohortSize[], currency: Currency | null): Map<string, number> => {
  const people = new Map<string, number>()
  for (const size of sizes)
    if (currency === null || size.currency === currency)
      people.set(size.cohort, (people.get(size.cohort) ?? 0) + size.people)
  return people
}

const changeOf = (change: CohortChange, basis: Basis): number => {
  if (basis.by === 'money') return change.annualChange
  return basis.currency === null ? change.people : change.peopleInCurrency
}

/** Returns what is left of a cohort at the end of each month. */
const leftByMonth = (
  cohort: string,
  changes: readonly CohortChange[],
  { lastMonth, basis }: { lastMonth: string; basis: Basis },
): number[] => {
  const byMonth = new Map<string, number>()
  for (const change of changes)
    if (change.cohort === cohort)
      byMonth.set(change.month, (byMonth.get(change.month) ?? 0) + changeOf(change, basis))
  const lefts: number[] = []
  let left = 0
  for (let month = cohort; month <= lastMonth; month = monthAfter(month)) {
    left += byMonth.get(month) ?? 0
    lefts.push(left)
  }
  return lefts
}
