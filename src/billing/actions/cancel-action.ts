import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outcome, PendingAction, PendingCancellation } from '../model/pending-action.ts'
import type { LiveState, SubscriptionGateway } from '../stripe/write/subscription-gateway.ts'
import { recordFirstAttempt } from './action-lease-store.ts'
import { idempotencyKeyOf, wasDelayed } from './attempt.ts'

export type CancelNeeds = Pick<
  SubscriptionGateway,
  'cancelSubscription' | 'stateOf' | 'wasPastDueAt' | 'findChargesSince' | 'voidOpenInvoices' | 'refundCharge'
> & { database: Database; now: Clock }

const CANCELED_BEFORE = 'it had ended already'
const CANCELED_OR_PAUSED = 'the first ends, or is paused, by itself'
const NOT_IN_FORCE = 'what was to replace it is no longer in force'
const CAN_TAKE_OVER: ReadonlySet<LiveState> = new Set(['active', 'payment-pending'])
/** States in which Stripe charges nothing. */
const CHARGES_NOTHING: ReadonlySet<LiveState> = new Set(['canceling', 'paused', 'incomplete'])

/** Cancels at Stripe at once and voids the open invoices. */
export const cancelNow = async (
  { cancelSubscription, database, now }: CancelNeeds,
  action: PendingAction,
): Promise<Outcome> => {
  await recordFirstAttempt(database, action, now())
  const canceled = await cancelSubscription(action.subscriptionId, idempotencyKeyOf(action))
  return canceled.ok
    ? { result: 'done', refund: null }
    : { result: 'failed', because: canceled.because, refund: null }
}

/**
 * Cancels a subscription, and asks for the refund of what was charged since a person asked for it. Reads the state from
 * Stripe first: our record may be older, and a cancellation cannot be undone.
 */
export const performCancellation = async (
  needs: CancelNeeds,
  action: PendingCancellation,
): Promise<Outcome> => {
  const state = await needs.stateOf(action.subscriptionId)
  const isByPerson = action.cause === 'chosen' || action.cause === 'staff'
  const refund =
    isByPerson && wasDelayed(action, needs.now()) ? { since: action.createdAt, until: null } : null
  // We have not asked yet, so somebody else canceled it.
  if (state === 'ended' && !action.wasAttempted)
    return { result: 'withdrawn', because: CANCELED_BEFORE, refund }
  const objection = action.cause === 'replaced' ? await findObjection(needs, action, state) : null
  if (objection) return objection
  const outcome = await cancelNow(needs, action)
  return outcome.result === 'done' ? { result: 'done', refund } : outcome
}

/** Returns why a replaced subscription must not be canceled, or not yet; null if it must. */
const findObjection = async (
  { stateOf, wasPastDueAt }: CancelNeeds,
  { subscriptionId, replacement, wasAttempted }: PendingCancellation,
  state: LiveState,
): Promise<Outcome | null> => {
  if (state === 'active') return withdrawn('the first has been paid after all')
  if (CHARGES_NOTHING.has(state)) return withdrawn(CANCELED_OR_PAUSED)
  if (!wasAttempted) {
    if (replacement === null || !CAN_TAKE_OVER.has(await stateOf(replacement.subscriptionId)))
      return withdrawn(NOT_IN_FORCE)
    // If this subscription was paid when the other one started, both are intentional, even if it fails now.
    if (!(await wasPastDueAt(subscriptionId, replacement.startedAt)))
      return withdrawn('the first was paid when the second began')
  }
  // Checked last: a pending payment must not hide that nothing is replaced.
  return state === 'payment-pending' ? { result: 'retry', because: 'payment-pending' } : null
}

const withdrawn = (because: string): Outcome => ({ result: 'withdrawn', because, refund: null })
