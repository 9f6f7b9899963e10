import { idOf } from '../objects/references.ts'
import type { Charge, PaymentIntent } from '../objects/stripe-objects.ts'
import type { Decline } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'
import { cardOf, type PaymentAttempt, paymentErrorOf, scheduleSettlement } from './collect-payment.ts'

const DEBIT_REFUSED: Decline = {
  code: 'debit_not_authorized',
  declineCode: 'debit_not_authorized',
  message: 'The debit was refused by the bank.',
}

/** Ends a pending bank debit. Returns null if the payment is not pending. */
export const finishDebit = (
  context: Context,
  intent: PaymentIntent,
  isPaid: boolean,
): PaymentAttempt | null => {
  const { state } = context
  const pending = state.get('charge', idOf(intent.latest_charge) ?? '')
  const method = state.get('payment_method', idOf(intent.payment_method) ?? '')
  if (intent.status !== 'processing' || !pending || !method) return null
  unschedule(context, 'debit', intent.id)
  if (isPaid) {
    const charge: Charge = { ...pending, status: 'succeeded' }
    const after: PaymentIntent = { ...intent, amount_received: intent.amount, status: 'succeeded' }
    state.put('charge', charge.id, charge)
    state.put('payment_intent', after.id, after)
    scheduleSettlement(context, charge, cardOf(context, method))
    return { result: 'succeeded', intent: after, charge }
  }
  const charge: Charge = {
    ...pending,
    amount_captured: 0,
    captured: false,
    paid: false,
    status: 'failed',
    failure_code: DEBIT_REFUSED.code,
    failure_message: DEBIT_REFUSED.message,
  }
  const error = paymentErrorOf(DEBIT_REFUSED, method, charge.id)
  const after: PaymentIntent = { ...intent, last_payment_error: error, status: 'requires_payment_method' }
  state.put('charge', charge.id, charge)
  state.put('payment_intent', after.id, after)
  return { result: 'failed', intent: after, charge, decline: DEBIT_REFUSED }
}
