import type { Currency } from '../../money/currency.ts'
import { groupBy } from '../group-by.ts'
import { type PeopleIdentity, peopleIdentity } from '../movements/people-identity.ts'
import type { Period } from '../periods/period.ts'
import type { MovementSum } from '../rollups/movement-figures-store.ts'

/** The people of one day: those at its start, who came, who left, those at its end. */
export type DailySupport = PeopleIdentity & {
  day: string
  /** Recurring amount per year at the end of the day, in minor units. */
  annual: ReadonlyMap<Currency, number>
}

export type SupportersReport = {
  days: readonly DailySupport[]
  /** The people of the whole period. */
  people: PeopleIdentity
  /** Active supporters at the end, by currency. Who gives in two is in both. */
  activeIn: ReadonlyMap<Currency, number>
  /** Recurring amount per year at the end, in minor units. */
  annual: ReadonlyMap<Currency, number>
  /** True if nothing was recorded up to the end of the period. */
  isEmpty: boolean
}

/** Computes the daily figures and headlines of a period, in one currency or over all. */
export const buildSupportersReport = (
  rows: readonly MovementSum[],
  period: Period,
  currency: Currency | null,
): SupportersReport => {
  // Movements that were replaced leave rows that add up to nothing.
  const relevant = rows.filter(
    (row) =>
      (currency === null || row.currency === currency) && (row.movements !== 0 || row.annualChange !== 0),
  )
  const byDay = groupBy(relevant, ({ day }) => day)
  const annual = new Map<Currency, number>()
  const opening = byDay.get(null) ?? []
  addAnnual(annual, opening)
  let active = peopleIdentity(opening, currency).end
  const days = period.days.map(({ name }): DailySupport => {
    const changes = byDay.get(name) ?? []
    const { end: change, ...parts } = peopleIdentity(changes, currency)
    const start = active
    active += change
    addAnnual(annual, changes)
    return { ...parts, day: name, start, end: active, annual: new Map(annual) }
  })
  return {
    days,
    people: peopleIdentity(relevant, currency),
    activeIn: new Map([...annual.keys()].map((each) => [each, peopleIdentity(relevant, each).end])),
    annual,
    isEmpty: relevant.length === 0,
  }
}

const addAnnual = (annual: Map<Currency, number>, rows: readonly MovementSum[]): void => {
  for (const { currency, annualChange } of rows)
    annual.set(currency, (annual.get(currency) ?? 0) + annualChange)
}
