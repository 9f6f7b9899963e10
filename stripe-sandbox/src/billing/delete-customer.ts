import type { Customer } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'

/** Cancels the customer's subscriptions, then deletes the customer. Charges and invoices stay. */
export const deleteCustomer = (context: Context, customer: Customer): void => {
  const { state, emit } = context
  for (const id of state.idsOf('subscription', customer.id)) {
    const subscription = state.get('subscription', id)
    if (!subscription || subscription.ended_at !== null) continue
    const details = {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason: 'cancellation_requested' as const,
    }
    cancelSubscription(context, subscription, details)
  }
  state.put('deleted', customer.id, true)
  state.remove('customer', customer.id)
  emit('customer.deleted', customer)
}
