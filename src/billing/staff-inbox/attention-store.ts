import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { IS_REJECTED_CANCELLATION } from '../actions/rejected-cancellation-store.ts'

/** Counts of the cases that wait for staff. */
export type BillingAttention = {
  parked: number
  rejectedCancellations: number
  openDisputes: number
  undecidedDuplicates: number
}

export const findBillingAttention = async (database: Queryable): Promise<BillingAttention> => {
  const [row] = await database.query<BillingAttention>(
    `select (select count(*) from webhook_events where parked_reason is not null) as parked,
       (select count(*) from subscription_actions a where ${IS_REJECTED_CANCELLATION}) as "rejectedCancellations",
       (select count(*) from open_disputes) as "openDisputes",
       (select count(*) from duplicate_subscriptions where decision is null) as "undecidedDuplicates"`,
  )
  return row ?? { parked: 0, rejectedCancellations: 0, openDisputes: 0, undecidedDuplicates: 0 }
}

/** Contributions past due, by currency, age in whole days and the reason of the last failure. */
export type PastDueSum = {
  currency: Currency
  days: number
  reason: string
  subscriptions: number
  /** Minor units for a year. */
  annualAmount: number
}

export const findPastDueSums = (database: Queryable, now: Date): Promise<PastDueSum[]> =>
  database.query<PastDueSum>(
    `select currency, greatest(0, floor(extract(epoch from $1 - since) / 86400))::integer as days, reason,
       count(*)::integer as subscriptions, sum(annual_amount)::bigint as "annualAmount"
     from all_past_due group by 1, 2, 3 order by 1, 2, 3`,
    [now],
  )

/** One contribution past due, for the working list. Names no person. */
export type PastDueContribution = {
  subscriptionId: string
  customerId: string
  currency: Currency
  annualAmount: number
  since: Date
  attempts: number
  nextAttemptAt: Date | null
  reason: string
}

/** Lists contributions past due, the largest first, in one currency or in all. */
export const listPastDue = (
  database: Queryable,
  { currency, limit }: { currency: Currency | null; limit: number },
): Promise<PastDueContribution[]> =>
  database.query<PastDueContribution>(
    `select p.subscription_id as "subscriptionId", p.customer_id as "customerId", p.currency,
       p.annual_amount as "annualAmount", p.since, p.attempts, p.next_attempt_at as "nextAttemptAt", p.reason
     from all_past_due p
     where $1::text is null or p.currency = $1
     order by p.annual_amount desc, p.since, p.subscription_id limit $2`,
    [currency, limit],
  )
