import type { Queryable } from '../../platform/database/database.ts'

/** Returns the customer of a subscription; null if it is unknown. */
export const findCustomerOf = async (database: Queryable, subscriptionId: string): Promise<string | null> => {
  const [row] = await database.query<{ id: string }>(
    'select customer_id as id from account_subscriptions where id = $1',
    [subscriptionId],
  )
  return row?.id ?? null
}

/** Returns when the latest cancellation of a subscription was requested; null if there is none. */
export const findCanceledAt = async (database: Queryable, subscriptionId: string): Promise<Date | null> => {
  const [row] = await database.query<{ at: Date | null }>(
    `select max(created_at) as at from account_actions where subscription_id = $1 and kind in ('cancel', 'duplicate')`,
    [subscriptionId],
  )
  return row?.at ?? null
}
