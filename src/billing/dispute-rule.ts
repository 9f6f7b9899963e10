import type { BillingRules } from './rules.ts'

/** A dispute of a payment of one of a supporter's contributions. */
export type Disputed = { subscriptionId: string; status: string }

/**
 * The contributions to end because a payment of theirs was disputed. An inquiry is a question and ends nothing; a
 * dispute that was won, or prevented, leaves all as it was.
 */
export const endedByDispute = (
  disputes: readonly Disputed[],
  rule: BillingRules['endOnDispute'],
): string[] => {
  if (rule === 'never') return []
  const counts = (status: string) =>
    status === 'lost' ||
    (rule === 'opened' && !status.startsWith('warning_') && status !== 'won' && status !== 'prevented')
  return [
    ...new Set(disputes.filter(({ status }) => counts(status)).map(({ subscriptionId }) => subscriptionId)),
  ]
}
