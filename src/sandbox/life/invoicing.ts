import { buildInvoicePayment } from '../builders/build-invoice.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import type { Invoice, PaymentIntent } from '../builders/wire.ts'
import { collect } from './collecting.ts'
import { cardByNumber } from './test-cards.ts'
import { idOf, type World } from './world.ts'

/** Gives a draft its number and opens it. */
export const finalize = ({ state, time, emit }: World, draft: Invoice): Invoice => {
  const customer = state.get('customer', idOf(draft.customer) ?? '')
  const sequence = customer?.next_invoice_sequence ?? 1
  if (customer) state.put('customer', customer.id, { ...customer, next_invoice_sequence: sequence + 1 })
  const invoice: Invoice = {
    ...draft,
    automatically_finalizes_at: null,
    effective_at: time.seconds(),
    next_payment_attempt: null,
    number: `${customer?.invoice_prefix ?? 'SANDBOX'}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: time.seconds() },
  }
  state.put('invoice', invoice.id, invoice)
  emit('invoice.finalized', invoice)
  return invoice
}

/** Marks an open invoice paid by a payment that succeeded. */
export const markPaid = ({ state, time, emit }: World, invoice: Invoice, intent: PaymentIntent): void => {
  const paid: Invoice = {
    ...invoice,
    amount_paid: invoice.total,
    amount_remaining: 0,
    attempt_count: invoice.attempt_count + 1,
    attempted: true,
    auto_advance: false,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: time.seconds() },
  }
  const payment = {
    ...buildInvoicePayment(paid, intent, time.seconds()),
    amount_paid: paid.total,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: time.seconds() },
  }
  state.put('invoice', paid.id, paid)
  state.put('invoice_payment', payment.id, payment)
  if (paid.billing_reason === 'subscription_cycle') emit('invoice.updated', paid)
  emit('invoice.paid', paid)
  emit('invoice.payment_succeeded', paid)
  emit('invoice_payment.paid', payment)
}

/** The hour of drafting is over: the invoice is opened and its subscription's card charged. */
export const finalizeAndCollect = (world: World, draft: Invoice): void => {
  const { state, time, emit } = world
  const subscription = state.get('subscription', idOf(draft.parent?.subscription_details?.subscription) ?? '')
  const method = state.get('payment_method', idOf(subscription?.default_payment_method) ?? '')
  const card = cardByNumber(state.get('card', method?.id ?? '') ?? '')
  if (!method || !card || draft.status !== 'draft') return
  const invoice = finalize(world, draft)
  const intent = buildPaymentIntent({
    created: time.seconds(),
    amount: invoice.total,
    currency: invoice.currency,
    customer: idOf(draft.customer) ?? null,
    metadata: {},
    description: 'Subscription update',
  })
  const collected = collect(world, intent, method, card)
  emit('payment_intent.created', intent)
  emit('charge.succeeded', collected.charge)
  emit('payment_intent.succeeded', collected.intent)
  markPaid(world, invoice, collected.intent)
}
