import { idOf, subscriptionOfInvoice } from '../objects/references.ts'
import type { Invoice, PaymentMethod } from '../objects/stripe-objects.ts'
import { type Collected, collect, type Presence } from '../payments/collect-payment.ts'
import { tell } from '../payments/emit-payment-events.ts'
import type { World } from '../state/context.ts'
import { markUncollectible, voidInvoice } from './close-invoice.ts'
import { failedAttempt } from './dunning.ts'
import { finalize } from './finalize-invoice.ts'
import { intentOf } from './invoice-payment.ts'
import { markPaid } from './mark-invoice-paid.ts'

/** The card that an invoice is charged to: the subscription's own, else the customer's. */
export const methodFor = ({ state }: World, invoice: Invoice): PaymentMethod | undefined => {
  const subscription = state.get('subscription', subscriptionOfInvoice(invoice) ?? '')
  const customer = state.get('customer', idOf(invoice.customer) ?? '')
  const chosen =
    idOf(invoice.default_payment_method) ??
    idOf(subscription?.default_payment_method) ??
    idOf(customer?.invoice_settings.default_payment_method)
  return state.get('payment_method', chosen ?? '')
}

/** The hour of drafting is over: the invoice is opened and its card charged, unless collection is paused. */
export const finalizeAndCollect = (world: World, invoice: Invoice): void => {
  if (invoice.status !== 'draft') return
  const paused = world.state.get('subscription', subscriptionOfInvoice(invoice) ?? '')?.pause_collection
  if (paused?.behavior === 'keep_as_draft') return
  const opened = finalize(world, invoice)
  if (paused?.behavior === 'void') return void voidInvoice(world, opened)
  if (paused) return void markUncollectible(world, opened)
  if (opened.collection_method === 'send_invoice') return
  attemptPayment(world, opened, 'off-session')
}

/** One try to collect an open invoice. Null when nothing was due, or there is no card to try. */
export const attemptPayment = (
  world: World,
  invoice: Invoice,
  presence: Presence,
  chosen?: PaymentMethod,
): Collected | null => {
  const intent = intentOf(world, invoice.id)
  const attempted: Invoice = { ...invoice, attempt_count: invoice.attempt_count + 1, attempted: true }
  if (invoice.total === 0 || !intent) {
    markPaid(world, attempted)
    return null
  }
  const method = chosen ?? methodFor(world, invoice)
  if (!method) {
    failedAttempt(world, attempted, 'no-method')
    return null
  }
  const collected = collect(world, intent, method, presence)
  tell(world, collected)
  if (collected.result === 'succeeded') markPaid(world, attempted)
  else if (collected.result === 'pending') world.state.put('invoice', invoice.id, attempted)
  else failedAttempt(world, attempted, collected.result)
  return collected
}
