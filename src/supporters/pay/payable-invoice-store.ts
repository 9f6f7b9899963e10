import type { Queryable } from '../../platform/database/database.ts'

/** Resolves to whether an invoice is open without a pending payment, and its subscription is not canceled. */
export const isPayable = async (database: Queryable, invoiceId: string): Promise<boolean> => {
  const rows = await database.query('select 1 from payable_invoices where invoice_id = $1', [invoiceId])
  return rows.length > 0
}
