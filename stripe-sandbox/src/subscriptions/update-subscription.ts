import type { Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'

/** Writes a subscription's changes and tells them, with what stood there before. */
export const changed = (
  { state, emit }: World,
  subscription: Subscription,
  changes: Partial<Subscription>,
  event = 'customer.subscription.updated',
): Subscription => {
  const after: Subscription = { ...subscription, ...changes }
  const previous = Object.fromEntries(
    Object.keys(changes).map((name) => [name, subscription[name as keyof Subscription]]),
  )
  state.put('subscription', after.id, after)
  emit(event, after, previous)
  return after
}
