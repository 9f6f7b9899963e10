import { buildPaymentMethod } from '../builders/build-customer.ts'
import type { Customer, Subscription } from '../objects/stripe-objects.ts'
import type { Card } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'
import { updateSubscription } from './update-subscription.ts'

type Replacing = { customer: Customer; card: Card }

/** Attaches a card or bank account to the customer. It becomes the default of the customer and the subscription. */
export const replacePaymentMethod = (
  context: Context,
  subscription: Subscription,
  { customer, card }: Replacing,
): void => {
  const { state, clock, emit } = context
  const { email, name = null } = customer
  const method = buildPaymentMethod({ created: clock.seconds(), customer: customer.id, card, email, name })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  emit('payment_method.attached', method)
  const settings = { ...customer.invoice_settings, default_payment_method: method.id }
  const after = { ...customer, invoice_settings: settings }
  state.put('customer', customer.id, after)
  emit('customer.updated', after, { invoice_settings: customer.invoice_settings })
  updateSubscription(context, subscription, { default_payment_method: method.id })
}
