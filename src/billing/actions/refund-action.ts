import type {
  Outcome,
  PendingAction,
  PendingDuplicateRefund,
  PendingRefund,
} from '../model/pending-action.ts'
import type { PaidCharges } from '../model/refund.ts'
import { idempotencyKeyOf } from './attempt.ts'
import { type CancelNeeds, cancelNow } from './cancel-action.ts'
import { findPaidCharges } from './refund-store.ts'

/** Voids what was billed in the period and is still open, and refunds what was charged in it. */
export const performRefund = async (needs: CancelNeeds, action: PendingRefund): Promise<Outcome> => {
  const { subscriptionId, window } = action
  await needs.voidOpenInvoices(subscriptionId, idempotencyKeyOf(action), window)
  const paid = await needs.findChargesSince(subscriptionId, window.since, window.until)
  return refundCharges(needs, action, paid)
}

/** Cancels a duplicate subscription and refunds its payments. */
export const performDuplicateRefund = async (
  needs: CancelNeeds,
  action: PendingDuplicateRefund,
): Promise<Outcome> => {
  const objection = await findObjection(needs, action)
  if (objection) return objection
  const outcome = await cancelNow(needs, action)
  if (outcome.result !== 'done') return outcome
  return refundCharges(needs, action, await findPaidCharges(needs.database, action.subscriptionId))
}

// A rejected refund is attempted again and shown to staff. It must not stop the other refunds.
const refundCharges = async (
  { refundCharge }: CancelNeeds,
  action: PendingAction,
  { charges, waitsFor }: PaidCharges,
): Promise<Outcome> => {
  let because: string | null = waitsFor
  for (const charge of charges) {
    const refunded = await refundCharge(charge, idempotencyKeyOf(action))
    if (!refunded.ok) because = refunded.because
  }
  return because === null ? { result: 'done', refund: null } : { result: 'retry', because }
}

/** Returns why a duplicate must not be refunded, or not yet; null if it must. */
const findObjection = async (
  { stateOf }: CancelNeeds,
  { subscriptionId, keptSubscriptionId, wasAttempted, isByStaff }: PendingDuplicateRefund,
): Promise<Outcome | null> => {
  const kept = await stateOf(keptSubscriptionId)
  // Once we have canceled the duplicate, we owe the refund whatever happened to the other one.
  if (wasAttempted && (await stateOf(subscriptionId)) === 'ended') return null
  // Staff saw that the other one is past due or paused. They did not see a later cancellation.
  if (isByStaff && kept !== 'ended') return null
  if (kept === 'payment-pending') return { result: 'retry', because: 'payment-pending' }
  if (kept === 'active') return null
  const because = kept === 'past-due' ? 'the first cannot be collected' : 'the first is no longer in force'
  return { result: 'withdrawn', because, refund: null }
}
