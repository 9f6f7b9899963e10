import { z } from 'zod'
import { paySession } from '../../checkout/pay-session.ts'
import { cardOf } from '../../payments/collect-payment.ts'
import type { Context } from '../../state/context.ts'
import { findObject } from '../core/find-object.ts'
import { expand, integer, text } from '../core/parameters.ts'
import { invalidRequest, StripeApiError } from '../core/stripe-error.ts'
import { findPaymentMethod } from '../customers/find-payment-method.ts'

/** Stripe's command-line client pays a session with these parameters. */
export const confirmParameters = z.strictObject({
  payment_method: text,
  expected_amount: integer.exactOptional(),
  expand,
})

export const confirmSession = (
  context: Context,
  id: string,
  parameters: z.infer<typeof confirmParameters>,
): unknown => {
  const session = findObject(context, 'session', id)
  const card = cardOf(context, findPaymentMethod(context, parameters.payment_method, 'payment_method'))
  if (session.status !== 'open')
    throw invalidRequest('This Checkout Session is no longer open.', 'checkout_session_not_open')
  if (parameters.expected_amount !== undefined && parameters.expected_amount !== session.amount_total) {
    throw invalidRequest(
      'The amount shown is not the amount of the session.',
      'amount_mismatch',
      'expected_amount',
    )
  }
  if (!session.payment_method_types.includes(card.kind))
    throw invalidRequest('This payment method is not offered.', undefined, 'payment_method')
  // Each session without an email address gets one of its own, as different payers would have.
  const email = session.customer_email ?? `${session.id.slice(-12).toLowerCase()}@example.com`
  const paid = paySession(context, session, { payer: { card, email, name: 'Sandbox Reader' } })
  if (paid.result !== 'declined') return findObject(context, 'session', id)
  throw new StripeApiError(402, {
    type: 'card_error',
    code: paid.decline.code,
    decline_code: paid.decline.declineCode,
    message: paid.decline.message,
    payment_intent: paid.intent,
  })
}
