import type { Queryable } from '../../platform/database/database.ts'

/** Whether an invoice can still be paid: it is open, no payment of it is pending, and its subscription goes on. */
export const isPayable = async (database: Queryable, invoiceId: string): Promise<boolean> => {
  const rows = await database.query('select 1 from payable_invoices where invoice_id = $1', [invoiceId])
  return rows.length > 0
}
