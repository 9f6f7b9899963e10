import type { Queryable } from '../../platform/database/database.ts'

/** Records why a supporter canceled, next to the cancellation they asked for. */
export const recordCancelReason = async (
  transaction: Queryable,
  subscriptionId: string,
  reason: 'money' | 'reading' | 'elsewhere' | 'safety',
): Promise<void> => {
  await transaction.query(
    `update subscription_actions set reason = $2 where subscription_id = $1 and kind = 'cancel' and cause = 'chosen'`,
    [subscriptionId, reason],
  )
}
