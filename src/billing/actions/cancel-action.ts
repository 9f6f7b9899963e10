import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outcome, PendingAction } from '../model/pending-action.ts'
import type { PaidCharges } from '../model/refund.ts'
import type { SubscriptionGateway } from '../stripe/write/subscription-gateway.ts'
import { recordFirstAttempt } from './pending-action-store.ts'

export type CancelNeeds = SubscriptionGateway & { database: Database; now: Clock }

// Stripe answers a key it has seen as it did then, also where it had failed: another try is another key. What was
// done already it refuses to do twice, and says so.
export const keyOf = ({ id, attempts }: PendingAction): string => `action:${id}:${attempts}`

/** Ends it at once, and voids what was not paid. */
export const end = async (
  { cancelSubscription, database, now }: CancelNeeds,
  action: PendingAction,
): Promise<Outcome> => {
  await recordFirstAttempt(database, action.id, now())
  const ended = await cancelSubscription(action.subscriptionId, keyOf(action))
  return ended.ok ? { what: 'done' } : { what: 'failed', because: ended.because }
}

/** Ends it at once. What it was charged since then goes back. */
export const cancelAndRefund = async (
  needs: CancelNeeds,
  action: PendingAction,
  since: Date | null,
): Promise<Outcome> => {
  const ended = await end(needs, action)
  return ended.what === 'done' ? { ...ended, owes: since && { since, until: null } } : ended
}

/** Returns these to their giver. */
export const refundCharges = async (
  { refundCharge }: CancelNeeds,
  action: PendingAction,
  { charges, waitsFor }: PaidCharges,
): Promise<Outcome> => {
  let because: string | null = waitsFor
  for (const charge of charges) {
    const returned = await refundCharge(charge, keyOf(action))
    // The reader is owed it: a refusal is tried again, holds up none of the others, and is shown to staff meanwhile.
    if (!returned.ok) because = returned.because
  }
  return because === null ? { what: 'done' } : { what: 'again', because }
}
