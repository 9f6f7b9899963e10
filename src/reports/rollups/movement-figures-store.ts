import type { MovementKind } from '../../billing/history/movements.ts'
import type { ChurnCause } from '../../billing/history/subscription-history.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** The movements of one kind on one day. */
export type MovementSum = {
  /** Null for everything before the period. */
  day: string | null
  currency: Currency
  kind: MovementKind
  movements: number
  /** Minor units for a year; negative for a loss. */
  annualChange: number
}

/** The same by cause, on one day or in one month. `day` is `2026-11-22` or `2026-11`. */
export type MoneySum = MovementSum & {
  /** Empty unless the kind is `churn`. */
  cause: ChurnCause | ''
}

/** The first and last day, `2026-11-22`. */
export type Days = { from: string; to: string }

/** Sums the movements up to the last day, those of the period by day. A large newsroom has dozens of rows a day. */
export const findMovementSums = (database: Queryable, { from, to }: Days): Promise<MovementSum[]> =>
  database.query<MovementSum>(
    `select case when day >= $1 then day end as day, currency, kind, sum(movements)::integer as movements,
       sum(annual_change)::bigint as "annualChange"
     from movement_figures where day <= $2 group by 1, 2, 3 order by 1 nulls first, 2, 3`,
    [from, to],
  )

export type MoneyChoice = { by: 'day' | 'month'; currency: Currency }

/** Sums the movements of one currency by cause up to the last day, those of the period by day or month. */
export const findMoneySums = (
  database: Queryable,
  { from, to }: Days,
  { by, currency }: MoneyChoice,
): Promise<MoneySum[]> =>
  database.query<MoneySum>(
    `select case when day < $1 then null when $4 = 'month' then month_of(day) else day end as day, currency, kind, cause,
       sum(movements)::integer as movements, sum(annual_change)::bigint as "annualChange"
     from movement_figures where day <= $2 and currency = $3 group by 1, 2, 3, 4 order by 1 nulls first, 2, 3, 4`,
    [from, to, currency, by],
  )

/** The movements of one kind in one month. */
export type MonthSum = Pick<MovementSum, 'currency' | 'kind' | 'movements' | 'annualChange'> & {
  /** `2026-11` */
  month: string
}

/** Sums all movements up to a day by month. */
export const findMonthSums = (database: Queryable, to: string): Promise<MonthSum[]> =>
  database.query<MonthSum>(
    `select month_of(day) as month, currency, kind, sum(movements)::integer as movements,
       sum(annual_change)::bigint as "annualChange"
     from movement_figures where day <= $1 group by 1, 2, 3 order by 1, 2, 3`,
    [to],
  )

/** Lists the currencies of all movements and ledger entries. */
export const findCurrencies = async (database: Queryable): Promise<Currency[]> => {
  const rows = await database.query<{ currency: Currency }>(
    `select currency from movement_figures union select currency from ledger_figures where basis = 'occurred' order by 1`,
  )
  return rows.map(({ currency }) => currency)
}

/** Finds the first day with a movement; null if there is none. A day whose movements were all removed keeps zeros. */
export const findFirstMovementDay = async (database: Queryable): Promise<string | null> => {
  const [row] = await database.query<{ day: string | null }>(
    'select min(day) as day from movement_figures where movements > 0',
  )
  return row?.day ?? null
}
