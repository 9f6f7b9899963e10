import type { World } from '../state/context.ts'
import type { Collected } from './collect-payment.ts'

/** What Stripe says of a payment, whatever it was for. */
export const tell = ({ emit }: World, collected: Collected): void => {
  const { intent, charge } = collected
  if (collected.result === 'succeeded') {
    emit('charge.succeeded', collected.charge)
    emit('payment_intent.succeeded', intent)
  }
  if (collected.result === 'failed') {
    emit('charge.failed', collected.charge)
    emit('payment_intent.payment_failed', intent)
  }
  if (collected.result === 'action') emit('payment_intent.requires_action', intent)
  if (collected.result === 'pending' && charge) {
    emit('payment_intent.processing', intent)
    emit('charge.pending', charge)
  }
}
