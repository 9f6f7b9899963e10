import type { Invoice } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'
import { recoverSubscription } from './dunning.ts'
import { intentOfInvoice, paymentOfInvoice } from './invoice-payment.ts'
/** Marks an open invoice paid: by a payment, without one if nothing is due, or outside Stripe. */
export const markInvoicePaid = (context: Context, invoice: Invoice): Invoice => {
  const { state, clock, emit } = context
  unschedule(context, 'retry', invoice.id)
  const paid: Invoice = {
    ...invoice,
    amount_paid: invoice.total,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: clock.seconds() },
  }
  const payment = paymentOfInvoice(context, invoice.id)
  state.put('invoice', paid.id, paid)
  if (paid.billing_reason === 'subscription_cycle') emit('invoice.updated', paid)
  emit('invoice.paid', paid)
  emit('invoice.payment_succeeded', paid)
  recoverSubscription(context, paid)
  if (!payment || intentOfInvoice(context, invoice.id)?.status !== 'succeeded') return paid
  const done = {
    ...payment,
    amount_paid: paid.total,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: clock.seconds() },
  }
  state.put('invoice_payment', payment.id, done)
  emit('invoice_payment.paid', done)
  return paid
}
