import { buildInvoice, buildInvoicePayment, type NewInvoice } from '../builders/build-invoice.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import type { Invoice, InvoicePayment, PaymentIntent, PaymentMethod, Subscription } from '../builders/wire.ts'
import { markUncollectible, voidInvoice } from './closing-invoices.ts'
import { type Collected, collect, type Presence } from './collecting.ts'
import { failedAttempt, recovered } from './dunning.ts'
import { tell } from './telling.ts'
import { idOf, schedule, subscriptionOfInvoice, unschedule, type World } from './world.ts'

export const DRAFT_FOR_S = 3600

type Wanted = Omit<NewInvoice, 'items' | 'created'>

/** A draft with what had been put aside for its subscription. */
export const draft = (world: World, wanted: Wanted): Invoice => {
  const { state, time, emit } = world
  const customer = wanted.customer.id
  const items = state
    .idsOf('invoiceitem', customer)
    .map((id) => state.get('invoiceitem', id))
    .filter((item) => item !== undefined)
    .filter((item) => item.invoice === null && belongs(item, wanted.subscription))
  const made = buildInvoice({ ...wanted, items, created: time.seconds() })
  state.put('invoice', made.id, made)
  for (const item of items) state.put('invoiceitem', item.id, { ...item, invoice: made.id })
  emit('invoice.created', made)
  return made
}

const belongs = (
  item: { parent: { subscription_details: { subscription: string } | null } | null },
  subscription: Subscription | null,
): boolean => {
  const owner = item.parent?.subscription_details?.subscription
  return owner === undefined || owner === subscription?.id
}

/** Gives a draft its number and opens it, with the payment that is to pay it. */
export const finalize = (world: World, invoice: Invoice, paidBy?: PaymentIntent): Invoice => {
  const { state, time, emit } = world
  unschedule(world, 'finalize', invoice.id)
  const customer = state.get('customer', idOf(invoice.customer) ?? '')
  const sequence = customer?.next_invoice_sequence ?? 1
  if (customer) state.put('customer', customer.id, { ...customer, next_invoice_sequence: sequence + 1 })
  const opened: Invoice = {
    ...invoice,
    automatically_finalizes_at: null,
    effective_at: time.seconds(),
    hosted_invoice_url: `${world.origin()}/i/${invoice.id}`,
    next_payment_attempt: null,
    number: `${customer?.invoice_prefix ?? 'SANDBOX'}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    status_transitions: { ...invoice.status_transitions, finalized_at: time.seconds() },
  }
  state.put('invoice', opened.id, opened)
  emit('invoice.finalized', opened)
  if (opened.total > 0) attachIntent(world, opened, paidBy)
  return opened
}

const attachIntent = ({ state, time, emit }: World, invoice: Invoice, paidBy?: PaymentIntent): void => {
  const intent =
    paidBy ??
    buildPaymentIntent({
      created: time.seconds(),
      amount: invoice.total,
      currency: invoice.currency,
      customer: idOf(invoice.customer) ?? null,
      metadata: {},
      description:
        invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    })
  const payment = buildInvoicePayment(invoice, intent, time.seconds())
  state.put('invoice_payment', payment.id, payment)
  if (paidBy) return
  state.put('payment_intent', intent.id, intent)
  emit('payment_intent.created', intent)
}

export const paymentOf = ({ state }: World, invoice: string): InvoicePayment | undefined =>
  state.get('invoice_payment', state.idsOf('invoice_payment', invoice)[0] ?? '')

export const intentOf = (world: World, invoice: string): PaymentIntent | undefined => {
  const payment = paymentOf(world, invoice)?.payment.payment_intent
  return world.state.get('payment_intent', idOf(payment) ?? '')
}

/** Marks an open invoice paid: by a payment that succeeded, because nothing was due, or outside Stripe. */
export const markPaid = (world: World, invoice: Invoice): Invoice => {
  const { state, time, emit } = world
  unschedule(world, 'retry', invoice.id)
  const paid: Invoice = {
    ...invoice,
    amount_paid: invoice.total,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: time.seconds() },
  }
  const payment = paymentOf(world, invoice.id)
  state.put('invoice', paid.id, paid)
  if (paid.billing_reason === 'subscription_cycle') emit('invoice.updated', paid)
  emit('invoice.paid', paid)
  emit('invoice.payment_succeeded', paid)
  recovered(world, paid)
  if (!payment || intentOf(world, invoice.id)?.status !== 'succeeded') return paid
  const done = {
    ...payment,
    amount_paid: paid.total,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: time.seconds() },
  }
  state.put('invoice_payment', payment.id, done)
  emit('invoice_payment.paid', done)
  return paid
}

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

export const scheduleFinalizing = (world: World, { id, status, auto_advance }: Invoice): void => {
  if (status !== 'draft' || !auto_advance) return
  schedule(world, { at: world.time.seconds() + DRAFT_FOR_S, kind: 'finalize', object: id })
}
