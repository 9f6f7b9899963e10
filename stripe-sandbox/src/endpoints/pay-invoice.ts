import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Invoice } from '../builders/wire.ts'
import { attemptPayment, finalize, markPaid } from '../life/invoicing.ts'
import type { World } from '../life/world.ts'
import { found } from './finding.ts'
import { boolean, expand, heldTo, text } from './parameters.ts'
import { methodNamed } from './payment-method-endpoints.ts'
import { invalidRequest, StripeFailure } from './stripe-error.ts'

export const payParameters = heldTo<Stripe.InvoicePayParams>()(
  z.strictObject({
    payment_method: text.exactOptional(),
    paid_out_of_band: boolean.exactOptional(),
    off_session: boolean.exactOptional(),
    expand,
  }),
)

export const pay = (
  world: World,
  { id, parameters }: { id: string; parameters: z.infer<typeof payParameters> },
): Invoice => {
  const invoice = found(world, 'invoice', id)
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid')
  if (invoice.status === 'void') throw invalidRequest('Invoice is voided')
  const opened = invoice.status === 'draft' ? finalize(world, invoice) : invoice
  if (parameters.paid_out_of_band) return markPaid(world, { ...opened, attempted: true })
  const named = parameters.payment_method
  const method = named === undefined ? undefined : methodNamed(world, named, 'payment_method')
  const collected = attemptPayment(
    world,
    opened,
    parameters.off_session === false ? 'on-session' : 'off-session',
    method,
  )
  const after = found(world, 'invoice', id)
  if (after.status === 'paid' || collected?.result === 'pending') return after
  throw refusal(collected)
}

/** What Stripe answers when a card would not pay. */
export const refusal = (collected: ReturnType<typeof attemptPayment>): StripeFailure => {
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
