import type { Queryable } from '../../platform/database/database.ts'

/** Returns when the subscription that a checkout started is charged next. Null: not known, or never. */
export const nextChargeOf = async (database: Queryable, checkoutId: string): Promise<Date | null> => {
  const [row] = await database.query<{ at: Date | null }>(
    `select period_end as at from stripe_subscriptions
     where checkout_id = $1 and ended_at is null and cancel_at is null and not is_paused and status = 'active'
     order by started_at limit 1`,
    [checkoutId],
  )
  return row?.at ?? null
}
