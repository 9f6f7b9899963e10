import type { Stripe } from 'stripe'
import { z } from 'zod'
import { collectInvoice } from '../../invoices/collect-invoice.ts'
import { finalizeInvoice } from '../../invoices/finalize-invoice.ts'
import { markInvoicePaid } from '../../invoices/mark-invoice-paid.ts'
import type { Invoice } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { findObject } from '../core/find-object.ts'
import { boolean, expand, schemaFor, text } from '../core/parameters.ts'
import { paymentFailed } from '../core/payment-error.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { findPaymentMethod } from '../customers/find-payment-method.ts'

export const payParameters = schemaFor<Stripe.InvoicePayParams>()(
  z.strictObject({
    payment_method: text.exactOptional(),
    paid_out_of_band: boolean.exactOptional(),
    off_session: boolean.exactOptional(),
    expand,
  }),
)

export const payByApi = (
  context: Context,
  { id, parameters }: { id: string; parameters: z.infer<typeof payParameters> },
): Invoice => {
  const invoice = findObject(context, 'invoice', id)
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid')
  if (invoice.status === 'void') throw invalidRequest('Invoice is voided')
  const opened = invoice.status === 'draft' ? finalizeInvoice(context, invoice) : invoice
  if (parameters.paid_out_of_band) return markInvoicePaid(context, { ...opened, attempted: true })
  const reference = parameters.payment_method
  const method = reference === undefined ? undefined : findPaymentMethod(context, reference, 'payment_method')
  const presence = parameters.off_session === false ? 'on-session' : 'off-session'
  const attempt = collectInvoice(context, opened, { presence, method })
  const after = findObject(context, 'invoice', id)
  if (after.status === 'paid' || attempt?.result === 'pending') return after
  throw paymentFailed(attempt)
}
