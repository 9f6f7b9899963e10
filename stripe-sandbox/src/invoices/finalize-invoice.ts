import { buildInvoicePayment } from '../builders/build-invoice.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import { idOf } from '../objects/references.ts'
import type { Invoice, PaymentIntent } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

/** Gives a draft its number, opens it and creates its payment intent. */
export const finalizeInvoice = (context: Context, invoice: Invoice, paidBy?: PaymentIntent): Invoice => {
  const { state, clock, emit } = context
  unschedule(context, 'finalize', invoice.id)
  const customer = state.get('customer', idOf(invoice.customer) ?? '')
  const sequence = customer?.next_invoice_sequence ?? 1
  if (customer) state.put('customer', customer.id, { ...customer, next_invoice_sequence: sequence + 1 })
  const opened: Invoice = {
    ...invoice,
    automatically_finalizes_at: null,
    effective_at: clock.seconds(),
    hosted_invoice_url: `${context.origin()}/i/${invoice.id}`,
    next_payment_attempt: null,
    number: `${customer?.invoice_prefix ?? 'SANDBOX'}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    status_transitions: { ...invoice.status_transitions, finalized_at: clock.seconds() },
  }
  state.put('invoice', opened.id, opened)
  emit('invoice.finalized', opened)
  if (opened.total > 0) createInvoicePayment(context, opened, paidBy)
  return opened
}

const createInvoicePayment = (
  { state, clock, emit }: Context,
  invoice: Invoice,
  paidBy?: PaymentIntent,
): void => {
  const intent =
    paidBy ??
    buildPaymentIntent({
      created: clock.seconds(),
      amount: invoice.total,
      currency: invoice.currency,
      customer: idOf(invoice.customer) ?? null,
      metadata: {},
      description:
        invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
      statement: { descriptor: invoice.statement_descriptor, suffix: null },
    })
  const payment = buildInvoicePayment(invoice, intent, clock.seconds())
  state.put('invoice_payment', payment.id, payment)
  if (paidBy) return
  state.put('payment_intent', intent.id, intent)
  emit('payment_intent.created', intent)
}
