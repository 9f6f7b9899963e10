import type { Queryable } from '../../platform/database/database.ts'
import type { PaidCharges, RefundWindow } from '../model/refund.ts'

/** Has what a contribution was charged in that time returned. */
export const requestRefund = async (
  transaction: Queryable,
  subscriptionId: string,
  { since, until }: RefundWindow,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, created_at, due_at, resumes_at)
     values (gen_random_uuid(), $1, 'refund', $2, $3, $4)`,
    [subscriptionId, since, now, until],
  )
}

/** The payments of a subscription that have brought money. */
export const findPaidCharges = async (database: Queryable, subscriptionId: string): Promise<PaidCharges> => {
  const rows = await database.query<{ ids: string[] }>(
    `select coalesce(jsonb_agg(c.id) filter (where c.id is not null), '[]') as ids from stripe_invoices i
     join stripe_invoice_payments p on p.invoice_id = i.id
     left join stripe_charges c on c.payment_intent_id = p.payment_intent_id and c.status = 'succeeded'
     where i.subscription_id = $1 and i.paid_at is not null and i.amount_paid > 0 group by i.id`,
    [subscriptionId],
  )
  // An invoice may be paid whose charge is not in the record yet.
  const isKnown = rows.every(({ ids }) => ids.length > 0)
  return { charges: rows.flatMap(({ ids }) => ids), waitsFor: isKnown ? null : 'payment-not-known' }
}
