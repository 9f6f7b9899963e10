import { buildPaymentMethod } from '../../builders/build-customer.ts'
import type { PaymentMethod } from '../../objects/stripe-objects.ts'
import { cardByToken } from '../../objects/test-cards.ts'
import type { Context } from '../../state/context.ts'
import { findReferenced } from '../core/find-object.ts'
import { invalidRequest } from '../core/stripe-error.ts'

/** Finds a payment method. Creates a new one for the name of a test card, such as `pm_card_visa`. */
export const findPaymentMethod = (context: Context, reference: string, param: string): PaymentMethod => {
  const card = cardByToken(reference)
  if (!card) return findReferenced(context, 'payment_method', { id: reference, param })
  const { state, clock } = context
  const method = buildPaymentMethod({
    created: clock.seconds(),
    customer: null,
    card,
    email: null,
    name: null,
  })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  return method
}

export const attachPaymentMethod = (
  context: Context,
  method: PaymentMethod,
  customer: string,
): PaymentMethod => {
  if (method.customer !== null && method.customer !== customer)
    throw invalidRequest(
      'The payment method you provided has already been attached to a customer.',
      'payment_method_unexpected_state',
    )
  const attached = { ...method, customer }
  context.state.put('payment_method', method.id, attached)
  context.emit('payment_method.attached', attached)
  return attached
}
