import type { Queryable } from '../../platform/database/database.ts'

/** Of an invoice `i`: a payment of it is on its way, as a debit is for days. */
export const PAYMENT_PENDING = `exists (select 1 from stripe_invoice_payments p join stripe_charges k on k.payment_intent_id = p.payment_intent_id
  where p.invoice_id = i.id and k.status = 'pending')`

/** Whether a charge is still open, and what it is for goes on. */
export const isPayable = async (database: Queryable, invoiceId: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id
     where i.id = $1 and i.status = 'open' and s.ended_at is null and not ${PAYMENT_PENDING} and not exists (select 1 from subscription_actions n
       where n.subscription_id = s.id and n.kind in ('cancel', 'duplicate') and n.final_failure is null
         and n.withdrawn_at is null)`,
    [invoiceId],
  )
  return rows.length > 0
}
