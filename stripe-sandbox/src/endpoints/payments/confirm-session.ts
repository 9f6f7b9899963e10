import { z } from 'zod'
import { pay } from '../../checkout/pay-session.ts'
import { cardOf } from '../../payments/collect-payment.ts'
import type { World } from '../../state/context.ts'
import { found } from '../core/find-object.ts'
import { expand, integer, text } from '../core/parameters.ts'
import { invalidRequest, StripeFailure } from '../core/stripe-error.ts'
import { methodNamed } from '../customers/find-payment-method.ts'

/** What Stripe's command-line client sends to pay a session without a browser. */
export const confirmParameters = z.strictObject({
  payment_method: text,
  expected_amount: integer.exactOptional(),
  expand,
})

export const confirm = (world: World, id: string, wanted: z.infer<typeof confirmParameters>): unknown => {
  const session = found(world, 'session', id)
  const card = cardOf(world, methodNamed(world, wanted.payment_method, 'payment_method'))
  if (session.status !== 'open')
    throw invalidRequest('This Checkout Session is no longer open.', 'checkout_session_not_open')
  if (wanted.expected_amount !== undefined && wanted.expected_amount !== session.amount_total) {
    throw invalidRequest(
      'The amount shown is not the amount of the session.',
      'amount_mismatch',
      'expected_amount',
    )
  }
  const paid = pay(world, session, {
    card,
    // Whoever pays gives an address; strangers do not share one.
    email: session.customer_email ?? `${session.id.slice(-12).toLowerCase()}@example.com`,
    name: 'Sandbox Reader',
  })
  if (paid.result !== 'declined') return found(world, 'session', id)
  throw new StripeFailure(402, {
    type: 'card_error',
    code: paid.decline.code,
    decline_code: paid.decline.declineCode,
    message: paid.decline.message,
    payment_intent: paid.intent,
  })
}
