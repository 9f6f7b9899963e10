import { idOf } from '../objects/references.ts'
import type { InvoicePayment, PaymentIntent } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

export const paymentOfInvoice = ({ state }: Context, invoice: string): InvoicePayment | undefined =>
  state.get('invoice_payment', state.idsOf('invoice_payment', invoice)[0] ?? '')

export const intentOfInvoice = (context: Context, invoice: string): PaymentIntent | undefined => {
  const payment = paymentOfInvoice(context, invoice)?.payment.payment_intent
  return context.state.get('payment_intent', idOf(payment) ?? '')
}
