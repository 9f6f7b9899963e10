import { idOf, subscriptionOfInvoice } from '../objects/references.ts'
import type { Invoice, PaymentMethod } from '../objects/stripe-objects.ts'
import { collectPayment, type PaymentAttempt, type Presence } from '../payments/collect-payment.ts'
import { emitPaymentEvents } from '../payments/emit-payment-events.ts'
import type { Context } from '../state/context.ts'
import { markUncollectible, voidInvoice } from './close-invoice.ts'
import { recordFailedAttempt } from './dunning.ts'
import { finalizeInvoice } from './finalize-invoice.ts'
import { intentOfInvoice } from './invoice-payment.ts'
import { markInvoicePaid } from './mark-invoice-paid.ts'

/** The payment method of the invoice, else of its subscription, else of its customer. */
export const paymentMethodOf = ({ state }: Context, invoice: Invoice): PaymentMethod | undefined => {
  const subscription = state.get('subscription', subscriptionOfInvoice(invoice) ?? '')
  const customer = state.get('customer', idOf(invoice.customer) ?? '')
  const chosen =
    idOf(invoice.default_payment_method) ??
    idOf(subscription?.default_payment_method) ??
    idOf(customer?.invoice_settings.default_payment_method)
  return state.get('payment_method', chosen ?? '')
}

/** Finalizes a draft and charges it. Follows `pause_collection` of the subscription. */
export const finalizeAndCollect = (context: Context, invoice: Invoice): void => {
  if (invoice.status !== 'draft') return
  const paused = context.state.get('subscription', subscriptionOfInvoice(invoice) ?? '')?.pause_collection
  if (paused?.behavior === 'keep_as_draft') return
  const opened = finalizeInvoice(context, invoice)
  if (paused?.behavior === 'void') return void voidInvoice(context, opened)
  if (paused) return void markUncollectible(context, opened)
  if (opened.collection_method === 'send_invoice') return
  collectInvoice(context, opened, { presence: 'off-session' })
}

type Collection = {
  presence: Presence
  /** Replaces the payment method of the subscription or customer. */
  method?: PaymentMethod | undefined
}

/** Tries once to collect an open invoice. Returns null if nothing is due or there is no payment method. */
export const collectInvoice = (
  context: Context,
  invoice: Invoice,
  { presence, method = paymentMethodOf(context, invoice) }: Collection,
): PaymentAttempt | null => {
  const intent = intentOfInvoice(context, invoice.id)
  const attempted: Invoice = { ...invoice, attempt_count: invoice.attempt_count + 1, attempted: true }
  if (invoice.total === 0 || !intent) {
    markInvoicePaid(context, attempted)
    return null
  }
  if (!method) {
    recordFailedAttempt(context, attempted, 'no-method')
    return null
  }
  const attempt = collectPayment(context, intent, { method, presence })
  emitPaymentEvents(context, attempt)
  // Stripe counts the first attempt of any kind, then only its own retries.
  const isOwnRetry = presence === 'off-session' || invoice.attempt_count === 0
  if (attempt.result === 'succeeded') markInvoicePaid(context, isOwnRetry ? attempted : invoice)
  else if (attempt.result === 'pending') context.state.put('invoice', invoice.id, attempted)
  else recordFailedAttempt(context, attempted, attempt.result)
  return attempt
}
