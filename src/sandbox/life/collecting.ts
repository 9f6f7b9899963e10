import { buildBalanceTransaction, buildCharge } from '../builders/build-payment.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../builders/wire.ts'
import type { Card, Decline } from './test-cards.ts'
import { schedule, type World } from './world.ts'

export type Collected = { intent: PaymentIntent; charge: Charge }

const SETTLES_AFTER_S = 2

/** Tries to take the money; on success the charge settles two seconds later, as asynchronous capture does. */
export const collect = (
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  card: Card,
): Collected => {
  const { state, time } = world
  const charge = buildCharge({ created: time.seconds(), intent, method, card })
  const after = card.decline
    ? declined(intent, charge, card.decline, method)
    : succeeded(intent, charge, method)
  state.put('charge', charge.id, charge)
  state.put('payment_intent', after.id, after)
  if (!card.decline)
    schedule(world, { at: time.seconds() + SETTLES_AFTER_S, kind: 'settle', object: charge.id })
  return { charge, intent: after }
}

const succeeded = (intent: PaymentIntent, charge: Charge, method: PaymentMethod): PaymentIntent => ({
  ...intent,
  amount_received: intent.amount,
  last_payment_error: null,
  latest_charge: charge.id,
  payment_method: method.id,
  status: 'succeeded',
})

const declined = (
  intent: PaymentIntent,
  charge: Charge,
  decline: Decline,
  method: PaymentMethod,
): PaymentIntent => ({
  ...intent,
  last_payment_error: {
    type: 'card_error',
    charge: charge.id,
    code: decline.code,
    decline_code: decline.declineCode,
    doc_url: `https://docs.stripe.com/error-codes#${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    payment_method: { ...method, customer: null },
  },
  latest_charge: charge.id,
  status: 'requires_payment_method',
})

export const settle = ({ state, time, emit }: World, charge: Charge): void => {
  const settlement = buildBalanceTransaction(charge, time.seconds())
  const settled = { ...charge, balance_transaction: settlement.id }
  state.put('balance_transaction', settlement.id, settlement)
  state.put('charge', charge.id, settled)
  emit('charge.updated', settled, { balance_transaction: null })
}
