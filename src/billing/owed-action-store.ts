import type { Database, Queryable } from '../platform/database.ts'

/** A call that we owe Stripe. */
export type OwedAction = {
  id: string
  subscriptionId: string
  kind: 'end' | 'duplicate'
  attempts: number
  customerId: string
}

const LEASE_MS = 120_000

/** Takes the call owed longest: due again by itself if this worker dies over it. */
export const takeOwed = async (database: Database, now: Date): Promise<OwedAction | null> => {
  const [row] = await database.query<OwedAction>(
    `update contribution_actions a set due_at = $2, attempts = a.attempts + 1
     from stripe_subscriptions s
     where s.id = a.subscription_id and a.id = (
       select id from contribution_actions where due_at <= $1 and kind in ('end', 'duplicate')
       order by due_at limit 1 for update skip locked)
     returning a.id, a.subscription_id as "subscriptionId", a.kind, a.attempts - 1 as attempts,
       s.customer_id as "customerId"`,
    [now, new Date(now.getTime() + LEASE_MS)],
  )
  return row ?? null
}

export const settleOwed = async (
  transaction: Queryable,
  id: string,
  outcome: { done: Date } | { failed: string } | { again: Date },
): Promise<void> => {
  if ('again' in outcome) {
    await transaction.query('update contribution_actions set due_at = $2 where id = $1', [id, outcome.again])
    return
  }
  await transaction.query(
    'update contribution_actions set due_at = null, done_at = $2, failed_because = $3 where id = $1',
    [id, 'done' in outcome ? outcome.done : null, 'failed' in outcome ? outcome.failed : null],
  )
}

/** The payments of a subscription that have brought money and were not returned in full. */
export const refundableCharges = async (database: Queryable, subscriptionId: string): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select c.id from stripe_charges c
     join stripe_invoice_payments p on p.payment_intent_id = c.payment_intent_id
     join stripe_invoices i on i.id = p.invoice_id
     where i.subscription_id = $1 and c.status = 'succeeded'`,
    [subscriptionId],
  )
  return rows.map((row) => row.id)
}
