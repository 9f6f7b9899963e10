import { detailsOf } from '../builders/build-customer.ts'
import type { PaymentMethod } from '../objects/stripe-objects.ts'
import type { Card } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'

/** Gives a payment method the number of a card that the bank issued again. */
export const updateCard = ({ state, emit }: Context, method: PaymentMethod, card: Card): PaymentMethod => {
  const after: PaymentMethod = { ...method, ...detailsOf(card) }
  state.put('payment_method', after.id, after)
  state.put('card', after.id, card.number)
  emit('payment_method.automatically_updated', after, { card: method.card })
  return after
}
