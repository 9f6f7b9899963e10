import type { Queryable } from '../../platform/database/database.ts'

/** Returns the customer of a subscription; null if it is unknown. */
export const findCustomerOf = async (database: Queryable, subscriptionId: string): Promise<string | null> => {
  const [row] = await database.query<{ id: string }>(
    'select customer_id as id from account_subscriptions where id = $1',
    [subscriptionId],
  )
  return row?.id ?? null
}

export type LatestActions = { canceledAt: Date | null; pausedAt: Date | null }

/** Returns when the latest cancellation and the latest pause of a subscription were requested. */
export const findLatestActions = async (
  database: Queryable,
  subscriptionId: string,
): Promise<LatestActions> => {
  const [row] = await database.query<LatestActions>(
    `select max(created_at) filter (where kind in ('cancel', 'duplicate')) as "canceledAt",
       max(created_at) filter (where kind = 'pause') as "pausedAt"
     from account_actions where subscription_id = $1`,
    [subscriptionId],
  )
  return row ?? { canceledAt: null, pausedAt: null }
}
