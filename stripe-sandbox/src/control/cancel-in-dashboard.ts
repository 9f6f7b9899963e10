import { StripeApiError } from '../endpoints/core/stripe-error.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'

/** Cancels a subscription now, as the account's owner can in Stripe's dashboard. */
export const cancelInDashboard = (context: Context, id: string): Subscription => {
  const subscription = context.state.get('subscription', id)
  if (!subscription || subscription.ended_at !== null) {
    throw new StripeApiError(404, {
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
  return cancelSubscription(context, subscription, details)
}
