import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** Two independent sums of one currency up to now, in minor units for a year. They must be equal. */
export type CurrentAmounts = { moved: number; given: number }

/** Sums all movements, and what supporters give now. One statement, so that no payment comes between. */
export const findCurrentAmounts = async (
  database: Queryable,
  currency: Currency,
): Promise<CurrentAmounts> => {
  const [row] = await database.query<CurrentAmounts>(
    `select
       (select coalesce(sum(annual_change), 0)::bigint from movement_figures where currency = $1) as moved,
       (select coalesce(sum(annual_amount * people), 0)::bigint from amount_figures where currency = $1) as given`,
    [currency],
  )
  return row ?? { moved: 0, given: 0 }
}
