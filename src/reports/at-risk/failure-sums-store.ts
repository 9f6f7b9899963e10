import type { Cadence } from '../../billing/model/intervals.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Days } from '../rollups/movement-figures-store.ts'

/**
 * email: paid by the link of our email. staff: paid after staff sent a link. supporter: paid in another way without a
 * retry. retry-2 and so on: paid by that attempt.
 */
export type FailureOutcome = 'open' | 'lost' | 'email' | 'staff' | 'supporter' | `retry-${number}`

/** Invoices whose first charge failed, of one kind. */
export type FailureSum = {
  currency: Currency
  cadence: Cadence
  reason: string
  outcome: FailureOutcome
  invoices: number
  /** Minor units. */
  amount: number
}

/** Sums the invoices whose first charge failed in a period. */
export const findFailureSums = (database: Queryable, { from, to }: Days): Promise<FailureSum[]> =>
  database.query<FailureSum>(
    `select currency, cadence, reason, outcome, sum(invoices)::integer as invoices, sum(amount)::bigint as amount
     from failure_figures where day between $1 and $2 group by 1, 2, 3, 4 having sum(invoices) <> 0 order by 1, 2, 3, 4`,
    [from, to],
  )

/** Invoices whose first charge came, and those of them whose first charge failed. */
export type AttemptSum = { currency: Currency; invoices: number; failed: number }

/** Sums the invoices by the day of their first charge. */
export const findAttemptSums = (database: Queryable, { from, to }: Days): Promise<AttemptSum[]> =>
  database.query<AttemptSum>(
    `select currency, sum(invoices)::integer as invoices, sum(failed)::integer as failed
     from attempt_figures where day between $1 and $2 group by 1 having sum(invoices) <> 0 order by 1`,
    [from, to],
  )
