import type { ChargeFact, InvoiceFact } from './facts.ts'
import type { BillingRules } from './rules.ts'

/**
 * The subscriptions to end because a payment of theirs was disputed. An inquiry is a question and ends nothing; a
 * dispute that was won, or prevented, leaves all as it was.
 */
export const endedByDispute = (
  charges: readonly ChargeFact[],
  invoices: readonly InvoiceFact[],
  rule: BillingRules['endOnDispute'],
): string[] => {
  if (rule === 'never') return []
  const counts = (status: string) =>
    status === 'lost' ||
    (rule === 'opened' && !status.startsWith('warning_') && status !== 'won' && status !== 'prevented')
  const payments = new Set(
    charges
      .filter((charge) => charge.disputes.some((dispute) => counts(dispute.status)))
      .map((charge) => charge.paymentIntentId),
  )
  const disputed = invoices.filter((invoice) => invoice.paymentIntentIds.some((id) => payments.has(id)))
  return [...new Set(disputed.map((invoice) => invoice.subscriptionId).filter((id) => id !== null))]
}
