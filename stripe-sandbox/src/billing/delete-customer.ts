import type { Customer } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { cancel } from '../subscriptions/cancel-subscription.ts'

/** Ends a customer's subscriptions at once, then the customer. Its charges and invoices stay. */
export const deleteCustomer = (world: World, customer: Customer): void => {
  const { state, emit } = world
  for (const id of state.idsOf('subscription', customer.id)) {
    const subscription = state.get('subscription', id)
    if (!subscription || subscription.ended_at !== null) continue
    const details = {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason: 'cancellation_requested' as const,
    }
    cancel(world, subscription, details)
  }
  state.put('deleted', customer.id, true)
  state.remove('customer', customer.id)
  emit('customer.deleted', customer)
}
