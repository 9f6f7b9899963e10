import { buildCustomer, buildPaymentMethod } from '../builders/build-customer.ts'
import type { Session } from '../builders/wire.ts'
import type { Tables } from '../state.ts'
import { completed, type Paid, type Payer } from './completing.ts'
import { startSubscription } from './starting.ts'
import { idOf, type World } from './world.ts'

/**
 * Somebody agrees to be charged from a later day on: the card is checked, nothing is taken. A card whose owner is asked
 * counts as confirmed here; its renewals ask as any other's.
 */
export const signUp = (world: World, session: Session, payer: Payer, line: Tables['line']): Paid => {
  const { state, time, emit } = world
  const { onSession } = payer.card
  if (typeof onSession === 'object') return { result: 'declined', decline: onSession, intent: null }
  const price = state.get('price', line.price)
  if (!price) throw new Error('A session without its price')
  const created = time.seconds()
  const existing = state.get('customer', idOf(session.customer) ?? '')
  const customer = existing ?? buildCustomer({ created, email: payer.email, name: payer.name })
  const method = buildPaymentMethod({ ...payer, created, customer: customer.id })
  state.put('card', method.id, payer.card.number)
  state.put('payment_method', method.id, method)
  state.put('customer', customer.id, customer)
  emit(existing ? 'customer.updated' : 'customer.created', customer)
  emit('payment_method.attached', method)
  const subscription = startSubscription(world, {
    ...{ customer, method, trialEnd: line.trialEnd, collection: 'charge_automatically' },
    items: [{ price, quantity: line.quantity }],
    metadata: line.subscriptionMetadata,
    description: null,
    behaviour: 'allow_incomplete',
  })
  const made = { subscription: subscription.id, invoice: idOf(subscription.latest_invoice) ?? null }
  const done = completed(world, session, { payer, customer, status: 'no_payment_required' }, made)
  emit('checkout.session.completed', done)
  return { result: 'paid' }
}
