import { detailsOf } from '../builders/build-customer.ts'
import type { PaymentMethod } from '../objects/stripe-objects.ts'
import type { Card } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'

/** A bank has issued its card anew: the payment method stays, with the new number. */
export const updateCard = ({ state, emit }: Context, method: PaymentMethod, card: Card): PaymentMethod => {
  const after: PaymentMethod = { ...method, ...detailsOf(card) }
  state.put('payment_method', after.id, after)
  state.put('card', after.id, card.number)
  emit('payment_method.automatically_updated', after, { card: method.card })
  return after
}
