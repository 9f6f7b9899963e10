import type { Stripe } from 'stripe'
import { z } from 'zod'
import { attemptPayment } from '../../invoices/collect-invoice.ts'
import { finalize } from '../../invoices/finalize-invoice.ts'
import { markPaid } from '../../invoices/mark-invoice-paid.ts'
import type { Invoice } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { found } from '../core/find-object.ts'
import { boolean, expand, heldTo, text } from '../core/parameters.ts'
import { refusal } from '../core/payment-error.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { methodNamed } from '../customers/find-payment-method.ts'

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
