import type { Currency } from '../../money/currency.ts'
import type { CalendarSpan } from '../../platform/calendar.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** The changes in one currency in one span of a list: the first is 1. 0 is everything before the list. */
export type SpanMovements = {
  span: number
  currency: Currency
  /** The change in active supporters over all currencies. A change of currency changes nothing. */
  activeChange: number
  /** The change in active supporters of this currency. */
  activeChangeInCurrency: number
  annualChange: number
  new: number
  lost: number
  /** How many supporters came to this currency or left it, whichever is more. */
  moves: number
}

/** Sums the movements up to the end of consecutive days or months by each of them, in one statement. */
export const findMovements = (
  database: Queryable,
  spans: readonly CalendarSpan[],
): Promise<SpanMovements[]> =>
  database.query<SpanMovements>(
    `select width_bucket(occurred_at, $1::timestamptz[]) as span, currency,
       sum(case when kind in ('new', 'reactivation', 'resume') then 1 when kind in ('churn', 'pause') then -1 else 0 end)
         as "activeChange",
       sum(case when kind in ('new', 'reactivation', 'resume', 'transfer-in') then 1
                when kind in ('churn', 'pause', 'transfer-out') then -1 else 0 end) as "activeChangeInCurrency",
       sum(annual_change)::bigint as "annualChange",
       count(*) filter (where kind = 'new') as new,
       count(*) filter (where kind = 'churn') as lost,
       greatest(count(*) filter (where kind in ('new', 'reactivation', 'resume', 'transfer-in')),
                count(*) filter (where kind in ('churn', 'pause', 'transfer-out'))) as moves
     from reported_movements where occurred_at < $2 group by 1, 2 order by 1, 2`,
    [spans.map(({ startsAt }) => startsAt.toISOString()), spans.at(-1)?.endsAt ?? null],
  )

/** Returns the time of the first movement. Null: nobody has given monthly or yearly. */
export const findFirstMovement = async (database: Queryable): Promise<Date | null> => {
  const [row] = await database.query<{ at: Date | null }>(
    'select min(occurred_at) as at from reported_movements',
  )
  return row?.at ?? null
}
