import type { Currency } from '../money/currency.ts'
import type { Queryable } from '../platform/database/database.ts'
import type { Period } from './period.ts'

/** The changes in one currency on one day. `day` is null for everything before the period. */
export type DailyMovements = {
  day: string | null
  currency: Currency
  /** The change in active supporters over all currencies. A change of currency changes nothing. */
  activeChange: number
  /** The change in active supporters of this currency. */
  activeChangeInCurrency: number
  annualChange: number
  new: number
  lost: number
}

/** Sums the movements up to the end of the period by day, in one statement. */
export const findMovementsByDay = (
  database: Queryable,
  { startsAt, endsAt }: Period,
  timeZone: string,
): Promise<DailyMovements[]> =>
  database.query<DailyMovements>(
    `select case when occurred_at >= $1 then to_char(occurred_at at time zone $3, 'YYYY-MM-DD') end as day, currency,
       sum(case when kind in ('new', 'reactivation', 'resume') then 1 when kind in ('churn', 'pause') then -1 else 0 end)
         as "activeChange",
       sum(case when kind in ('new', 'reactivation', 'resume', 'transfer-in') then 1
                when kind in ('churn', 'pause', 'transfer-out') then -1 else 0 end) as "activeChangeInCurrency",
       sum(annual_change)::bigint as "annualChange",
       count(*) filter (where kind = 'new') as new,
       count(*) filter (where kind = 'churn') as lost
     from reported_movements where occurred_at < $2 group by 1, 2 order by 1, 2`,
    [startsAt, endsAt, timeZone],
  )
