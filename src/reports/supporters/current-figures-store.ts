import type { Cadence } from '../../billing/model/intervals.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** The supporters who give one amount now. */
export type AmountSum = {
  currency: Currency
  cadence: Cadence
  /** Minor units for a year. */
  annualAmount: number
  people: number
}

export const findAmountSums = (database: Queryable): Promise<AmountSum[]> =>
  database.query<AmountSum>(
    `select currency, cadence, annual_amount as "annualAmount", sum(people)::integer as people
     from amount_figures group by 1, 2, 3 having sum(people) <> 0 order by 1, 2, 3`,
  )

/** The renewals that are due on one day, or the cancellations that are planned for it. */
export type ScheduleSum = {
  day: string
  currency: Currency
  kind: 'renewal' | 'cancellation'
  subscriptions: number
  /** Minor units of the charges that are due, or that will no longer come. */
  amount: number
}

/** Finds all that is scheduled from one day on. */
export const findScheduleSums = (database: Queryable, from: string): Promise<ScheduleSum[]> =>
  database.query<ScheduleSum>(
    `select day, currency, kind, sum(subscriptions)::integer as subscriptions, sum(amount)::bigint as amount
     from schedule_figures where day >= $1 group by 1, 2, 3 having sum(subscriptions) <> 0 order by 1, 2, 3`,
    [from],
  )
