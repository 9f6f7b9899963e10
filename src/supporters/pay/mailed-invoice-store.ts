import type { Queryable } from '../../platform/database/database.ts'

export type MailedInvoice = {
  id: string
  customerId: string
  /** True if it is open without a pending payment, and its subscription is not canceled. */
  isPayable: boolean
}

/** Finds the invoice that a pay link names; null if the record has none with this id. */
export const findMailedInvoice = async (
  database: Queryable,
  invoiceId: string,
): Promise<MailedInvoice | null> => {
  const [row] = await database.query<MailedInvoice>(
    `select id, customer_id as "customerId", is_payable as "isPayable" from account_invoices where id = $1`,
    [invoiceId],
  )
  return row ?? null
}

/** Notes that the pay link of an invoice led to Stripe, so that reports know which payments it brought. */
export const recordPayLinkUse = async (database: Queryable, invoiceId: string, now: Date): Promise<void> => {
  await database.query('update used_pay_links set used_at = $2 where invoice_id = $1', [invoiceId, now])
}
