import { buildBalanceTransaction, buildCharge, processingFee } from '../builders/build-payment.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../objects/stripe-objects.ts'
import { AUTHENTICATION_REQUIRED, type Card, cardByNumber, type Decline } from '../objects/test-cards.ts'
import type { World } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'

/** What came of one try to take the money. */
export type Collected =
  | { result: 'succeeded' | 'pending'; intent: PaymentIntent; charge: Charge }
  | { result: 'failed'; intent: PaymentIntent; charge: Charge; decline: Decline }
  | { result: 'action'; intent: PaymentIntent; charge: null }

export type Presence = 'on-session' | 'off-session' | 'authenticated'

const SETTLES_AFTER_S = 2
const DEBIT_DAYS = 3

/** Tries to take the money; a success settles two seconds later, as asynchronous capture does. */
export const collect = (
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  presence: Presence,
): Collected => {
  const { state, time } = world
  const card = cardOf(world, method)
  const outcome = presence === 'off-session' ? card.offSession : card.onSession
  const created = time.seconds()
  if (outcome === 'action' && presence !== 'authenticated') {
    const waiting = waitingFor(intent, method)
    state.put('payment_intent', intent.id, waiting)
    return { result: 'action', intent: waiting, charge: null }
  }
  if (typeof outcome === 'object') return failed(world, intent, method, outcome)
  const status = outcome === 'pending' ? 'pending' : 'succeeded'
  const charge = buildCharge({ created, intent, method, status, decline: null })
  const after: PaymentIntent = {
    ...intent,
    amount_received: status === 'succeeded' ? intent.amount : 0,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    payment_method_types: [method.type],
    status: status === 'succeeded' ? 'succeeded' : 'processing',
  }
  state.put('charge', charge.id, charge)
  state.put('payment_intent', after.id, after)
  if (status === 'succeeded') expectSettlement(world, charge, card)
  else if (card.pendingEnds !== 'never')
    schedule(world, { at: created + DEBIT_DAYS * 86_400, kind: 'debit', object: intent.id })
  return { result: status, intent: after, charge }
}

/** How a payment method's charges end. One made of nothing known is a good card. */
export const cardOf = ({ state }: World, method: PaymentMethod): Card => {
  const card = cardByNumber(state.get('card', method.id) ?? '4242424242424242')
  if (!card) throw new Error('A payment method with a number of no test card')
  return card
}

const expectSettlement = (world: World, charge: Charge, card: Card): void => {
  const now = world.time.seconds()
  schedule(world, { at: now + SETTLES_AFTER_S, kind: 'settle', object: charge.id })
  if (card.disputed) schedule(world, { at: now, kind: 'dispute', object: charge.id })
}

const waitingFor = (intent: PaymentIntent, method: PaymentMethod): PaymentIntent => ({
  ...intent,
  last_payment_error: errorOf(AUTHENTICATION_REQUIRED, method, null),
  next_action: { type: 'use_stripe_sdk' },
  payment_method: method.id,
  status: 'requires_action',
})

export const failed = (
  { state, time }: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
): Collected & { result: 'failed' } => {
  const charge = buildCharge({ created: time.seconds(), intent, method, status: 'failed', decline })
  const after: PaymentIntent = {
    ...intent,
    last_payment_error: errorOf(decline, method, charge.id),
    latest_charge: charge.id,
    next_action: null,
    status: 'requires_payment_method',
  }
  state.put('charge', charge.id, charge)
  state.put('payment_intent', after.id, after)
  return { result: 'failed', intent: after, charge, decline }
}

const errorOf = (
  decline: Decline,
  method: PaymentMethod,
  charge: string | null,
): NonNullable<PaymentIntent['last_payment_error']> => ({
  type: 'card_error',
  ...(charge ? { charge } : {}),
  code: decline.code,
  decline_code: decline.declineCode,
  doc_url: `https://docs.stripe.com/error-codes#${decline.code.replaceAll('_', '-')}`,
  message: decline.message,
  payment_method: { ...method, customer: null },
})

/** The money is in the account, less Stripe's fee. */
export const settle = ({ state, time, emit }: World, charge: Charge): void => {
  if (charge.status !== 'succeeded' || charge.balance_transaction !== null) return
  const settlement = buildBalanceTransaction({
    created: time.seconds(),
    source: charge.id,
    currency: charge.currency,
    amount: charge.amount,
    type: 'charge',
    category: 'charge',
    fee: processingFee,
    description: charge.description,
  })
  const settled = { ...charge, balance_transaction: settlement.id }
  state.put('balance_transaction', settlement.id, settlement)
  state.put('charge', charge.id, settled)
  emit('charge.updated', settled, { balance_transaction: null })
}

/** A bank's answer days later: the pending charge and its payment as they then stand. */
export const answerDebit = (world: World, intent: PaymentIntent, isGood: boolean): Collected | null => {
  const { state } = world
  const pending = state.get('charge', idOf(intent.latest_charge) ?? '')
  const method = state.get('payment_method', idOf(intent.payment_method) ?? '')
  if (intent.status !== 'processing' || !pending || !method) return null
  unschedule(world, 'debit', intent.id)
  if (isGood) {
    const charge: Charge = { ...pending, status: 'succeeded' }
    const after: PaymentIntent = { ...intent, amount_received: intent.amount, status: 'succeeded' }
    state.put('charge', charge.id, charge)
    state.put('payment_intent', after.id, after)
    expectSettlement(world, charge, cardOf(world, method))
    return { result: 'succeeded', intent: after, charge }
  }
  const decline = {
    code: 'debit_not_authorized',
    declineCode: 'debit_not_authorized',
    message: 'The debit was refused by the bank.',
  }
  const charge: Charge = {
    ...pending,
    ...{ amount_captured: 0, captured: false, paid: false, status: 'failed' },
    ...{ failure_code: decline.code, failure_message: decline.message },
  }
  const error = errorOf(decline, method, charge.id)
  const after: PaymentIntent = { ...intent, last_payment_error: error, status: 'requires_payment_method' }
  state.put('charge', charge.id, charge)
  state.put('payment_intent', after.id, after)
  return { result: 'failed', intent: after, charge, decline }
}
