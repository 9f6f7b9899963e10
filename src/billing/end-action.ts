import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { ActionGateway } from './action-gateway.ts'
import { noteCalled, type Outcome, type OwedAction, type PaidCharges } from './owed-action-store.ts'

export type EndNeeds = ActionGateway & { database: Database; now: Clock }

// Stripe answers a key it has seen as it did then, also where it had failed: another try is another key. What was
// done already it refuses to do twice, and says so.
export const keyOf = ({ id, attempts }: OwedAction): string => `action:${id}:${attempts}`

/** Ends it at once, and voids what was not paid. */
export const end = async (
  { endSubscription, database, now }: EndNeeds,
  action: OwedAction,
): Promise<Outcome> => {
  await noteCalled(database, action.id, now())
  const ended = await endSubscription(action.subscriptionId, keyOf(action))
  return ended.ok ? { what: 'done' } : { what: 'failed', because: ended.because }
}

/** Ends what was charged after it was to be no more, and returns that. */
export const endAndReturnSince = async (
  needs: EndNeeds,
  action: OwedAction,
  since: Date,
): Promise<Outcome> => {
  const ended = await end(needs, action)
  if (ended.what !== 'done') return ended
  const charges = await needs.chargedSince(action.subscriptionId, since)
  return returnCharges(needs, action, { charges, isComplete: true })
}

/** Returns these to their giver. */
export const returnCharges = async (
  { refundCharge }: EndNeeds,
  action: OwedAction,
  { charges, isComplete }: PaidCharges,
): Promise<Outcome> => {
  for (const charge of charges) {
    const returned = await refundCharge(charge, keyOf(action))
    // The reader is owed it: a refusal is tried again, and shown to staff meanwhile.
    if (!returned.ok) return { what: 'again', because: returned.because }
  }
  return isComplete ? { what: 'done' } : { what: 'again', because: 'payment-not-known' }
}
