import { buildCustomer, buildPaymentMethod } from '../builders/build-customer.ts'
import { buildInvoice } from '../builders/build-invoice.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import { buildSubscription } from '../builders/build-subscription.ts'
import type { Customer, PaymentIntent, PaymentMethod, Price, Session } from '../builders/wire.ts'
import type { Tables } from '../state.ts'
import { type Collected, collect } from './collecting.ts'
import { finalize, markPaid } from './invoicing.ts'
import { intervalOf } from './subscribing.ts'
import type { Card, Decline } from './test-cards.ts'
import { addInterval } from './time.ts'
import { idOf, schedule, unschedule, type World } from './world.ts'

export type Payer = { card: Card; email: string | null; name: string | null }
export type Paid = { paid: true } | { paid: false; decline: Decline; intent: PaymentIntent }

type Sale = {
  session: Session
  payer: Payer
  line: Tables['line']
  price: Price
  customer: Customer | null
  /** The session made this customer. */
  isNew: boolean
  method: PaymentMethod
  /** As it was before the charge. */
  intent: PaymentIntent
  collected: Collected
}

/** Somebody presses "Pay" on the hosted page. A decline leaves the session open and makes no subscription. */
export const pay = (world: World, session: Session, payer: Payer): Paid => {
  const { state, time, emit } = world
  const line = state.get('line', session.id)
  const price = line && state.get('price', line.price)
  if (!line || !price) throw new Error('A session without its line')
  const existing = state.get('customer', idOf(session.customer) ?? '')
  const customer = existing ?? newCustomer(world, session, payer)
  const method = buildPaymentMethod({ ...payer, created: time.seconds(), customer: customer?.id ?? null })
  const earlier = state.get('payment_intent', idOf(session.payment_intent) ?? '')
  const intent = earlier ?? newIntent(world, session, line, price)
  const attributed = payer.card.decline ? intent : { ...intent, customer: customer?.id ?? null }
  const collected = collect(world, attributed, method, payer.card)
  if (payer.card.decline) {
    if (!earlier) emit('payment_intent.created', intent)
    emit('charge.failed', collected.charge)
    emit('payment_intent.payment_failed', collected.intent)
    if (session.mode === 'payment')
      state.put('session', session.id, { ...session, payment_intent: intent.id })
    return { paid: false, decline: payer.card.decline, intent: collected.intent }
  }
  state.put('payment_method', method.id, method)
  state.put('card', method.id, payer.card.number)
  const sale = {
    session,
    payer,
    line,
    price,
    customer,
    isNew: customer !== null && !existing,
    method,
    intent,
    collected,
  }
  if (session.mode === 'payment') giveOnce(world, sale, earlier !== undefined)
  else subscribe(world, sale)
  return { paid: true }
}

const newCustomer = ({ time }: World, session: Session, { email, name }: Payer): Customer | null =>
  session.mode === 'payment' && session.customer_creation !== 'always'
    ? null
    : buildCustomer({ created: time.seconds(), email, name })

const newIntent = (
  { time }: World,
  session: Session,
  line: Tables['line'],
  { currency }: Price,
): PaymentIntent => {
  const isOnce = session.mode === 'payment'
  return buildPaymentIntent({
    created: time.seconds(),
    amount: session.amount_total ?? 0,
    currency,
    customer: null,
    metadata: isOnce ? line.paymentMetadata : {},
    description: isOnce ? null : 'Subscription creation',
  })
}

const giveOnce = (world: World, sale: Sale, wasTried: boolean): void => {
  const { state, emit } = world
  const { customer, collected } = sale
  if (!wasTried) emit('payment_intent.created', sale.intent)
  if (customer) state.put('customer', customer.id, customer)
  if (customer && sale.isNew) emit('customer.created', customer)
  emit('charge.succeeded', collected.charge)
  emit('payment_intent.succeeded', collected.intent)
  emit('checkout.session.completed', complete(world, sale, { payment_intent: sale.intent.id }))
}

const subscribe = (world: World, sale: Sale): void => {
  const { state, time, emit } = world
  const { price, line, method, collected } = sale
  if (!sale.customer) throw new Error('A subscription without a customer')
  const customer: Customer = { ...sale.customer, currency: price.currency }
  const created = time.seconds()
  const periodEnd = addInterval(created, intervalOf(price), price.recurring?.interval_count ?? 1)
  const subscription = buildSubscription({
    created,
    customer: customer.id,
    price,
    quantity: line.quantity,
    periodEnd,
    paymentMethod: method.id,
    metadata: line.subscriptionMetadata,
    description: null,
  })
  const period = { periodStart: created, periodEnd }
  const draft = buildInvoice({ created, customer, subscription, reason: 'subscription_create', ...period })
  const started = { ...subscription, latest_invoice: draft.id }
  state.put('customer', customer.id, customer)
  state.put('subscription', subscription.id, started)
  schedule(world, { at: periodEnd, kind: 'renew', object: subscription.id })
  emit('charge.succeeded', collected.charge)
  emit('payment_method.attached', method)
  emit(sale.isNew ? 'customer.created' : 'customer.updated', customer)
  emit(
    'checkout.session.completed',
    complete(world, sale, { subscription: subscription.id, invoice: draft.id }),
  )
  emit('customer.subscription.created', started)
  emit('payment_intent.succeeded', collected.intent)
  emit('payment_intent.created', sale.intent)
  emit('invoice.created', draft)
  markPaid(world, finalize(world, draft), collected.intent)
}

const complete = (world: World, { session, payer, customer }: Sale, made: Partial<Session>): Session => {
  const person = { email: payer.email, name: payer.name, individual_name: null, business_name: null }
  const completed: Session = {
    ...session,
    ...made,
    customer: customer?.id ?? null,
    customer_details: { ...person, address: null, phone: null, tax_exempt: 'none', tax_ids: [] },
    payment_status: 'paid',
    status: 'complete',
    url: null,
  }
  world.state.put('session', session.id, completed)
  unschedule(world, 'expire', session.id)
  return completed
}

export const expire = (world: World, session: Session): Session => {
  const expired: Session = { ...session, status: 'expired', url: null }
  world.state.put('session', session.id, expired)
  unschedule(world, 'expire', session.id)
  world.emit('checkout.session.expired', expired)
  return expired
}
