import type { Queryable } from '../../platform/database/database.ts'

/** Of an invoice `i`: a payment of it is pending, as a direct debit is for days. */
export const PAYMENT_PENDING = 'exists (select 1 from pending_invoices p where p.invoice_id = i.id)'

/** Whether a charge is still open, and what it is for goes on. */
export const isPayable = async (database: Queryable, invoiceId: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id
     where i.id = $1 and i.status = 'open' and s.ended_at is null and not ${PAYMENT_PENDING}
       and not exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id)`,
    [invoiceId],
  )
  return rows.length > 0
}
