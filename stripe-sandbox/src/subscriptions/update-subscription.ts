import type { Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

export const updateSubscription = (
  context: Context,
  subscription: Subscription,
  changes: Partial<Subscription>,
): Subscription => updateWithEvent(context, subscription, { changes, event: 'customer.subscription.updated' })

type Update = { changes: Partial<Subscription>; event: string }

/** Stores the changes and emits the event with the previous values. */
export const updateWithEvent = (
  { state, emit }: Context,
  subscription: Subscription,
  { changes, event }: Update,
): Subscription => {
  const after: Subscription = { ...subscription, ...changes }
  const previous = Object.fromEntries(
    Object.keys(changes).map((name) => [name, subscription[name as keyof Subscription]]),
  )
  state.put('subscription', after.id, after)
  emit(event, after, previous)
  return after
}
