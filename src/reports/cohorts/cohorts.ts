import type { Currency } from '../../money/currency.ts'
import { addDays, monthOf } from '../../platform/calendar.ts'
import type { Period } from '../periods/period.ts'
import type { CohortChange, CohortSize } from './cohort-store.ts'
import { type CohortRow, retentionOf } from './retention.ts'

export const CADENCES = ['monthly', 'yearly'] as const

/** The cadence of the first contribution. Null: all. */
export type CohortCadence = (typeof CADENCES)[number] | null

export type ParsedCadence = { ok: true; cadence: CohortCadence } | { ok: false; because: 'unknown-cadence' }

export const parseCadence = (text: string): ParsedCadence => {
  if (text === '') return { ok: true, cadence: null }
  const cadence = CADENCES.find((each) => each === text)
  return cadence === undefined ? { ok: false, because: 'unknown-cadence' } : { ok: true, cadence }
}

/** The cohorts of a period, by people of all currencies and by the money of one. */
export type Cohorts = { people: readonly CohortRow[]; money: readonly CohortRow[] }

type Found = { changes: readonly CohortChange[]; sizes: readonly CohortSize[] }
type Span = Pick<Period, 'from' | 'to'>

/** Computes the cohorts whose first month the period touches, up to the last month that has ended. */
export const buildCohorts = (
  found: Found,
  { from, to }: Span,
  { currency, lastMonth }: { currency: Currency; lastMonth: string },
): Cohorts => {
  const ofPeriod = (rows: readonly CohortRow[]): CohortRow[] =>
    rows.filter(({ cohort }) => cohort >= monthOf(from) && cohort <= monthOf(to))
  return {
    // A change of currency is not a loss, so people are counted over all currencies.
    people: ofPeriod(retentionOf(found, lastMonth, { by: 'people', currency: null })),
    money: ofPeriod(retentionOf(found, lastMonth, { by: 'money', currency })),
  }
}

/** Returns the last month that has ended. */
export const lastEndedMonth = (today: string): string => monthOf(addDays(`${monthOf(today)}-01`, -1))
