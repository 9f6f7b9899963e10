import { randomUUID } from 'node:crypto'
import type { Database, Transaction } from '../../platform/database/database.ts'

export type RefundResult = { ok: true; wasAlreadyDone?: true } | { ok: false; because: string }

/** Refunds what is left of a charge, once for each key. Rejects if Stripe is unavailable. */
export type RefundCharge = (id: string, key: string, reason: 'requested_by_customer') => Promise<RefundResult>

type Needs = {
  database: Database
  refundCharge: RefundCharge
  audit: (transaction: Transaction, entry: { action: string; subject: string }) => Promise<void>
}

/**
 * Refunds what is left of a charge and resolves to Stripe's answer; null if Stripe is unavailable.
 * Records the request before the call and the outcome after it: a request without an outcome was interrupted.
 */
export const refundPayment = async (
  { database, refundCharge, audit }: Needs,
  chargeId: string,
): Promise<RefundResult | null> => {
  const record = (action: string) =>
    database.inTransaction((transaction) => audit(transaction, { action, subject: chargeId }))
  await record('payment-refund')
  const result = await refundCharge(chargeId, `staff:${randomUUID()}`, 'requested_by_customer').catch(
    () => null,
  )
  await record(`payment-refund-${outcomeOf(result)}`)
  return result
}

const outcomeOf = (result: RefundResult | null): 'unanswered' | 'rejected' | 'already-done' | 'done' => {
  if (result === null) return 'unanswered'
  if (!result.ok) return 'rejected'
  return result.wasAlreadyDone ? 'already-done' : 'done'
}
