import { buildCharge } from '../builders/build-payment.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../objects/stripe-objects.ts'
import { AUTHENTICATION_REQUIRED, type Card, cardByNumber, type Decline } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { accountDescriptor } from './statement-descriptor.ts'

/** The result of one attempt to charge a payment method. */
export type PaymentAttempt =
  | { result: 'succeeded' | 'pending'; intent: PaymentIntent; charge: Charge }
  | { result: 'failed'; intent: PaymentIntent; charge: Charge; decline: Decline }
  | { result: 'action'; intent: PaymentIntent; charge: null }

export type Presence = 'on-session' | 'off-session' | 'authenticated'

const SETTLEMENT_DELAY_S = 2
const DEBIT_DELAY_DAYS = 3

type Collection = { method: PaymentMethod; presence: Presence }

/** Charges the payment method. A successful charge settles two seconds later, as with asynchronous capture. */
export const collectPayment = (
  context: Context,
  intent: PaymentIntent,
  { method, presence }: Collection,
): PaymentAttempt => {
  const { state, clock } = context
  const card = cardOf(context, method)
  const outcome = presence === 'off-session' ? card.offSession : card.onSession
  const created = clock.seconds()
  if (outcome === 'action' && presence !== 'authenticated') {
    const waiting = withRequiredAction(intent, method)
    state.put('payment_intent', intent.id, waiting)
    return { result: 'action', intent: waiting, charge: null }
  }
  if (typeof outcome === 'object') return recordDecline(context, intent, { method, decline: outcome })
  const status = outcome === 'pending' ? 'pending' : 'succeeded'
  const account = accountDescriptor(context)
  const charge = buildCharge({ created, intent, method, status, decline: null, account })
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
  if (status === 'succeeded') scheduleSettlement(context, charge, card)
  else if (card.pendingEnds !== 'never')
    schedule(context, { at: created + DEBIT_DELAY_DAYS * 86_400, kind: 'debit', object: intent.id })
  return { result: status, intent: after, charge }
}

/** The test card behind a payment method. A method without a stored number always succeeds. */
export const cardOf = ({ state }: Context, method: PaymentMethod): Card => {
  const card = cardByNumber(state.get('card', method.id) ?? '4242424242424242')
  if (!card) throw new Error('The number of the payment method is not a test card')
  return card
}

export const scheduleSettlement = (context: Context, charge: Charge, card: Card): void => {
  const now = context.clock.seconds()
  schedule(context, { at: now + SETTLEMENT_DELAY_S, kind: 'settle', object: charge.id })
  if (card.disputed) schedule(context, { at: now, kind: 'dispute', object: charge.id })
}

const withRequiredAction = (intent: PaymentIntent, method: PaymentMethod): PaymentIntent => ({
  ...intent,
  last_payment_error: paymentErrorOf(AUTHENTICATION_REQUIRED, method, null),
  next_action: { type: 'use_stripe_sdk' },
  payment_method: method.id,
  status: 'requires_action',
})

/** Records a failed charge. The payment intent needs another payment method then. */
export const recordDecline = (
  context: Context,
  intent: PaymentIntent,
  { method, decline }: { method: PaymentMethod; decline: Decline },
): PaymentAttempt & { result: 'failed' } => {
  const { state, clock } = context
  const charge = buildCharge({
    created: clock.seconds(),
    intent,
    method,
    status: 'failed',
    decline,
    account: accountDescriptor(context),
  })
  const after: PaymentIntent = {
    ...intent,
    last_payment_error: paymentErrorOf(decline, method, charge.id),
    latest_charge: charge.id,
    next_action: null,
    status: 'requires_payment_method',
  }
  state.put('charge', charge.id, charge)
  state.put('payment_intent', after.id, after)
  return { result: 'failed', intent: after, charge, decline }
}

export const paymentErrorOf = (
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
