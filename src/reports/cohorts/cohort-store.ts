import type { Cadence } from '../../billing/model/intervals.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** The change of one cohort in one month. */
export type CohortChange = {
  /** `2026-11` */
  cohort: string
  month: string
  currency: Currency
  people: number
  peopleInCurrency: number
  annualChange: number
}

/** Reads all cohorts, of one cadence of the first contribution or of all. */
export const findCohortChanges = (database: Queryable, cadence: Cadence | null): Promise<CohortChange[]> =>
  database.query<CohortChange>(
    `select cohort, month, currency, sum(people)::integer as people,
       sum(people_in_currency)::integer as "peopleInCurrency", sum(annual_change)::bigint as "annualChange"
     from cohort_figures where $1::text is null or cadence = $1 group by 1, 2, 3 order by 1, 2, 3`,
    [cadence],
  )

/** How many began in a month. */
export type CohortSize = { cohort: string; currency: Currency; people: number }

export const findCohortSizes = (database: Queryable, cadence: Cadence | null): Promise<CohortSize[]> =>
  database.query<CohortSize>(
    `select month_of(day) as cohort, currency, sum(movements)::integer as people from movement_figures
     where kind = 'new' and ($1::text is null or cadence = $1) group by 1, 2 order by 1, 2`,
    [cadence],
  )
