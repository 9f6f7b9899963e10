import { StripeFailure } from '../endpoints/core/stripe-error.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { cancel } from '../subscriptions/cancel-subscription.ts'

/** Ends a subscription as the account's owner does in Stripe's dashboard. */
export const cancelByHand = (world: World, id: string): Subscription => {
  const subscription = world.state.get('subscription', id)
  if (!subscription || subscription.ended_at !== null) {
    throw new StripeFailure(404, {
      type: 'invalid_request_error',
      message: 'There is no such live subscription.',
    })
  }
  const details = {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: 'cancellation_requested' as const,
  }
  return cancel(world, subscription, details)
}
