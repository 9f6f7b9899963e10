import { DAY_MS } from '../../platform/clock.ts'
import type { BillingRules } from '../model/billing-rules.ts'

/** A dispute of a subscription's payment. */
export type Disputed = { subscriptionId: string; status: string; createdAt: Date; importedAt: Date | null }

/** Cardholders may dispute for four months. An older dispute cancels nothing. */
const RECENT_MS = 150 * DAY_MS

/**
 * Returns the ids of subscriptions to cancel because of a dispute. Inquiries, won and prevented disputes cancel nothing.
 * A dispute from before a subscription was imported was handled elsewhere.
 */
export const canceledByDispute = (
  disputes: readonly Disputed[],
  rule: BillingRules['cancelOnDispute'],
  now: Date,
): string[] => {
  if (rule === 'never') return []
  const cancels = ({ status, createdAt, importedAt }: Disputed) =>
    now.getTime() - createdAt.getTime() < RECENT_MS &&
    (importedAt === null || createdAt > importedAt) &&
    (status === 'lost' ||
      (rule === 'opened' && !status.startsWith('warning_') && status !== 'won' && status !== 'prevented'))
  return [...new Set(disputes.filter(cancels).map(({ subscriptionId }) => subscriptionId))]
}
