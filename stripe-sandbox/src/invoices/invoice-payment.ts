import { idOf } from '../objects/references.ts'
import type { InvoicePayment, PaymentIntent } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'

export const paymentOf = ({ state }: World, invoice: string): InvoicePayment | undefined =>
  state.get('invoice_payment', state.idsOf('invoice_payment', invoice)[0] ?? '')

export const intentOf = (world: World, invoice: string): PaymentIntent | undefined => {
  const payment = paymentOf(world, invoice)?.payment.payment_intent
  return world.state.get('payment_intent', idOf(payment) ?? '')
}
