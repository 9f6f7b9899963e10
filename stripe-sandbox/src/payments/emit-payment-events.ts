import type { Context } from '../state/context.ts'
import type { PaymentAttempt } from './collect-payment.ts'

export const emitPaymentEvents = ({ emit }: Context, attempt: PaymentAttempt): void => {
  const { result, intent, charge } = attempt
  if (result === 'succeeded') {
    emit('charge.succeeded', charge)
    emit('payment_intent.succeeded', intent)
  }
  if (result === 'failed') {
    emit('charge.failed', charge)
    emit('payment_intent.payment_failed', intent)
  }
  if (result === 'action') emit('payment_intent.requires_action', intent)
  if (result === 'pending') {
    emit('payment_intent.processing', intent)
    emit('charge.pending', charge)
  }
}
