import type { PaymentAttempt } from '../../payments/collect-payment.ts'
import { StripeApiError } from './stripe-error.ts'

/** Stripe's error after a failed payment. Null means that there was no payment method. */
export const paymentFailed = (attempt: PaymentAttempt | null): StripeApiError => {
  const decline = attempt?.result === 'failed' ? attempt.decline : null
  return new StripeApiError(402, {
    type: 'card_error',
    code:
      attempt?.result === 'action' ? 'invoice_payment_intent_requires_action' : (decline?.code ?? 'missing'),
    ...(decline ? { decline_code: decline.declineCode } : {}),
    message: decline?.message ?? 'This payment needs its owner: an action, or a payment method.',
    ...(attempt ? { payment_intent: attempt.intent } : {}),
  })
}
