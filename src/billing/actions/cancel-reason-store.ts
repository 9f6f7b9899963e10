import type { Queryable } from '../../platform/database/database.ts'

export type CancelReason = 'money' | 'reading' | 'elsewhere' | 'safety'

/** Records why a supporter canceled, next to the cancellation they asked for. */
export const recordCancelReason = async (
  transaction: Queryable,
  subscriptionId: string,
  reason: CancelReason,
): Promise<void> => {
  await transaction.query(
    `update subscription_actions set reason = $2 where subscription_id = $1 and kind = 'cancel' and cause = 'chosen'`,
    [subscriptionId, reason],
  )
}

/** `none`: the supporter gave no reason. */
export type CancelReasonCount = { reason: CancelReason | 'none'; cancellations: number }

/** Counts the cancellations that supporters asked for here, by reason, from one instant to before another. */
export const countCancelReasons = (
  database: Queryable,
  { from, until }: { from: Date; until: Date },
): Promise<CancelReasonCount[]> =>
  database.query<CancelReasonCount>(
    `select coalesce(reason, 'none') as reason, count(*)::integer as cancellations from subscription_actions
     where kind = 'cancel' and cause = 'chosen' and withdrawn_at is null and created_at >= $1 and created_at < $2
     group by 1 order by 1`,
    [from, until],
  )
