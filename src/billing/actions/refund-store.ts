import type { Queryable } from '../../platform/database/database.ts'
import type { PaidCharges, RefundWindow } from '../model/refund.ts'

/** Records that a subscription's charges in a period must be refunded. */
export const requestRefund = async (
  transaction: Queryable,
  { subscriptionId, window }: { subscriptionId: string; window: RefundWindow },
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, created_at, due_at, refund_from, refund_until)
     values (gen_random_uuid(), $1, 'refund', $2, $2, $3, $4)`,
    [subscriptionId, now, window.since, window.until],
  )
}

/** Finds the recorded charges that paid a subscription's invoices. */
export const findPaidCharges = async (database: Queryable, subscriptionId: string): Promise<PaidCharges> => {
  const rows = await database.query<{ ids: string[] }>(
    `select coalesce(jsonb_agg(c.id) filter (where c.id is not null), '[]') as ids from paid_invoices i
     join stripe_invoice_payments p on p.invoice_id = i.id
     left join stripe_charges c on c.payment_intent_id = p.payment_intent_id and c.status = 'succeeded'
     where i.subscription_id = $1 group by i.id`,
    [subscriptionId],
  )
  // The charge of a paid invoice may not be recorded yet.
  const isComplete = rows.every(({ ids }) => ids.length > 0)
  return { charges: rows.flatMap(({ ids }) => ids), waitsFor: isComplete ? null : 'payment-not-known' }
}
