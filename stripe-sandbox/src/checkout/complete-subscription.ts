import { buildSubscription } from '../builders/build-subscription.ts'
import { draftInvoice } from '../invoices/draft-invoice.ts'
import { finalizeInvoice } from '../invoices/finalize-invoice.ts'
import { markInvoicePaid } from '../invoices/mark-invoice-paid.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import type { Customer, Invoice, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { completeSale, type Sale } from './sale.ts'
/** Completes a session in the mode `subscription`: starts the subscription and pays its first invoice. */
export const completeSubscription = (context: Context, sale: Sale): void => {
  const { state, emit } = context
  const { attempt, method } = sale
  if (!sale.customer) throw new Error('A subscription needs a customer')
  const customer: Customer = { ...sale.customer, currency: sale.price.currency }
  const subscription = createSubscription(context, sale, customer)
  if (attempt.result === 'succeeded') emit('charge.succeeded', attempt.charge)
  emit('payment_method.attached', method)
  emit(sale.isNewCustomer ? 'customer.created' : 'customer.updated', customer)
  const invoice = draftSilently(context, {
    customer,
    subscription,
    currency: sale.price.currency,
    reason: 'subscription_create',
    periodStart: subscription.created,
    periodEnd: subscription.items.data[0]?.current_period_end ?? subscription.created,
  })
  const started = { ...subscription, latest_invoice: invoice.id }
  state.put('subscription', subscription.id, started)
  const done = completeSale(context, sale, { subscription: subscription.id, invoice: invoice.id })
  emit('checkout.session.completed', done)
  emit('customer.subscription.created', started)
  if (attempt.result === 'succeeded') emit('payment_intent.succeeded', attempt.intent)
  emit('payment_intent.created', sale.intent)
  emit('invoice.created', invoice)
  payFirstInvoice(context, invoice, attempt)
}

const createSubscription = (
  context: Context,
  { price, line, method }: Sale,
  customer: Customer,
): Subscription => {
  const { state, clock } = context
  const created = clock.seconds()
  const periodEnd = addInterval(created, intervalOf(price), intervalCountOf(price))
  const subscription = buildSubscription({
    created,
    customer: customer.id,
    currency: price.currency,
    items: [{ price, quantity: line.quantity }],
    periodEnd,
    paymentMethod: method.id,
    metadata: line.subscriptionMetadata,
    description: null,
  })
  state.put('customer', customer.id, customer)
  state.put('subscription', subscription.id, subscription)
  schedule(context, { at: periodEnd, kind: 'renew', object: subscription.id })
  return subscription
}

// Stripe sends the events of the session before those of the invoice that the session names.
const draftSilently = (context: Context, request: Parameters<typeof draftInvoice>[1]): Invoice =>
  draftInvoice({ ...context, emit: () => {} }, request)

const payFirstInvoice = (context: Context, invoice: Invoice, attempt: Sale['attempt']): void => {
  const { state, emit } = context
  const opened = finalizeInvoice(context, invoice, attempt.intent)
  const attempted = { ...opened, attempt_count: 1, attempted: true }
  state.put('invoice', opened.id, attempted)
  if (attempt.result === 'succeeded') return void markInvoicePaid(context, attempted)
  emit('payment_intent.processing', attempt.intent)
  emit('charge.pending', attempt.charge)
}
