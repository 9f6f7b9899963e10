import { DAY_MS } from '../../platform/clock.ts'
import type { BillingRules } from '../model/billing-rules.ts'

/** A dispute of a payment of one of a supporter's contributions. */
export type Disputed = { subscriptionId: string; status: string; createdAt: Date; importedAt: Date | null }

/** Cardholders may dispute for four months; what is older is history, and ends nothing that went on since. */
const RECENT_MS = 150 * DAY_MS

/**
 * The contributions to end because a payment of theirs was disputed. An inquiry is a question and ends nothing; a
 * dispute that was won, or prevented, leaves all as it was; one from before a contribution was taken over was answered
 * then.
 */
export const canceledByDispute = (
  disputes: readonly Disputed[],
  rule: BillingRules['cancelOnDispute'],
  now: Date,
): string[] => {
  if (rule === 'never') return []
  const counts = ({ status, createdAt, importedAt }: Disputed) =>
    now.getTime() - createdAt.getTime() < RECENT_MS &&
    (importedAt === null || createdAt > importedAt) &&
    (status === 'lost' ||
      (rule === 'opened' && !status.startsWith('warning_') && status !== 'won' && status !== 'prevented'))
  return [...new Set(disputes.filter(counts).map(({ subscriptionId }) => subscriptionId))]
}
