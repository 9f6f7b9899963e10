import type { Queryable } from '../../platform/database/database.ts'
import type { CancellationCause } from '../model/facts.ts'

/** A cancellation that Stripe rejected. */
export type RejectedCancellation = {
  id: string
  subscriptionId: string
  cause: CancellationCause
  because: string
  createdAt: Date
}

export const IS_REJECTED_CANCELLATION = `a.kind = 'cancel' and a.final_failure is not null and a.withdrawn_at is null
  and exists (select 1 from stripe_subscriptions s where s.id = a.subscription_id and s.ended_at is null)`

export const listRejectedCancellations = (database: Queryable): Promise<RejectedCancellation[]> =>
  database.query<RejectedCancellation>(
    `select a.id, a.subscription_id as "subscriptionId", a.cause, a.final_failure as because, a.created_at as "createdAt"
     from subscription_actions a where ${IS_REJECTED_CANCELLATION} order by a.created_at limit 200`,
  )

/** Makes a rejected cancellation due again. Returns the id of its subscription; null if there is no such action. */
export const retryRejectedCancellation = async (
  transaction: Queryable,
  id: string,
  now: Date,
): Promise<string | null> => {
  const [row] = await transaction.query<{ subscriptionId: string }>(
    `update subscription_actions a set due_at = $2, created_at = $2, lease_token = null, final_failure = null where a.id = $1 and ${IS_REJECTED_CANCELLATION}
     returning a.subscription_id as "subscriptionId"`,
    [id, now],
  )
  return row?.subscriptionId ?? null
}
