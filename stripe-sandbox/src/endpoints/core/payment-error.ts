import type { Collected } from '../../payments/collect-payment.ts'
import { StripeFailure } from './stripe-error.ts'

/** What Stripe answers when a card would not pay. */
export const refusal = (collected: Collected | null): StripeFailure => {
  const decline = collected?.result === 'failed' ? collected.decline : null
  return new StripeFailure(402, {
    type: 'card_error',
    code:
      collected?.result === 'action'
        ? 'invoice_payment_intent_requires_action'
        : (decline?.code ?? 'missing'),
    ...(decline ? { decline_code: decline.declineCode } : {}),
    message: decline?.message ?? 'This payment needs its owner: an action, or a payment method.',
    ...(collected ? { payment_intent: collected.intent } : {}),
  })
}
