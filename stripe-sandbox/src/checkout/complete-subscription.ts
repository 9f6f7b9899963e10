import { buildSubscription } from '../builders/build-subscription.ts'
import { draft } from '../invoices/draft-invoice.ts'
import { finalize } from '../invoices/finalize-invoice.ts'
import { markPaid } from '../invoices/mark-invoice-paid.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import type { Customer } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'

import { complete, type Sale } from './sale.ts'
export const subscribe = (world: World, sale: Sale): void => {
  const { state, time, emit } = world
  const { price, line, method, collected } = sale
  if (!sale.customer) throw new Error('A subscription without a customer')
  const customer: Customer = { ...sale.customer, currency: price.currency }
  const created = time.seconds()
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
  schedule(world, { at: periodEnd, kind: 'renew', object: subscription.id })
  if (collected.result === 'succeeded') emit('charge.succeeded', collected.charge)
  emit('payment_method.attached', method)
  emit(sale.isNew ? 'customer.created' : 'customer.updated', customer)
  const made = draftQuietly(world, {
    ...{ customer, subscription, currency: price.currency, reason: 'subscription_create' },
    ...{ periodStart: created, periodEnd },
  })
  const started = { ...subscription, latest_invoice: made.id }
  state.put('subscription', subscription.id, started)
  const done = complete(world, sale, { subscription: subscription.id, invoice: made.id })
  emit('checkout.session.completed', done)
  emit('customer.subscription.created', started)
  if (collected.result === 'succeeded') emit('payment_intent.succeeded', collected.intent)
  emit('payment_intent.created', sale.intent)
  emit('invoice.created', made)
  const opened = finalize(world, made, collected.intent)
  const attempted = { ...opened, attempt_count: 1, attempted: true }
  state.put('invoice', opened.id, attempted)
  if (collected.result === 'succeeded') return void markPaid(world, attempted)
  emit('payment_intent.processing', collected.intent)
  if (collected.charge) emit('charge.pending', collected.charge)
}

// Stripe tells of the session before it tells of the invoice that the session names.
const draftQuietly = (world: World, wanted: Parameters<typeof draft>[1]) =>
  draft({ ...world, emit: () => {} }, wanted)
