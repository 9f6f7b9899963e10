import { emitPaymentEvents } from '../payments/emit-payment-events.ts'
import type { Context } from '../state/context.ts'
import { completeSale, type Sale } from './sale.ts'
/** Completes a session in the mode `payment`. */
export const completePayment = (context: Context, sale: Sale): void => {
  const { state, emit } = context
  const { customer, attempt, intent } = sale
  if (!sale.isRetry) emit('payment_intent.created', intent)
  if (customer) state.put('customer', customer.id, customer)
  if (customer && sale.isNewCustomer) emit('customer.created', customer)
  emitPaymentEvents(context, attempt)
  emit('checkout.session.completed', completeSale(context, sale, { payment_intent: intent.id }))
}
