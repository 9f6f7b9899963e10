import type { Queryable } from '../../platform/database/database.ts'

/** Resolves to whether an invoice is open without a pending payment, and its subscription is not canceled. */
export const isPayable = async (database: Queryable, invoiceId: string): Promise<boolean> => {
  const rows = await database.query('select 1 from payable_invoices where invoice_id = $1', [invoiceId])
  return rows.length > 0
}

/** Notes that the pay link of an invoice led to Stripe, so that reports know which payments it brought. */
export const recordPayLinkUse = async (database: Queryable, invoiceId: string, now: Date): Promise<void> => {
  await database.query('update used_pay_links set used_at = $2 where invoice_id = $1', [invoiceId, now])
}
