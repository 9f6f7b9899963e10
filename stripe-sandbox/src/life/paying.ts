import { buildCustomer, buildPaymentMethod } from '../builders/build-customer.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import { buildSubscription } from '../builders/build-subscription.ts'
import type { Customer, PaymentIntent, PaymentMethod, Price, Session } from '../builders/wire.ts'
import type { Tables } from '../state.ts'
import { type Collected, collect } from './collecting.ts'
import { completed, type Paid, type Payer } from './completing.ts'
import { draft, finalize, markPaid } from './invoicing.ts'
import { intervalCountOf, intervalOf } from './subscribing.ts'
import { tell } from './telling.ts'
import type { Card } from './test-cards.ts'
import { addInterval } from './time.ts'
import { idOf, schedule, unschedule, type World } from './world.ts'

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
  collected: Collected & { result: 'succeeded' | 'pending' }
}

/** Somebody presses "Pay" on the hosted page. A decline leaves the session open and makes no subscription. */
export const pay = (world: World, session: Session, payer: Payer, isAuthenticated = false): Paid => {
  const { state, time, emit } = world
  const line = state.get('line', session.id)
  const price = line && state.get('price', line.price)
  if (!line || !price) throw new Error('A session without its line')
  const existing = state.get('customer', idOf(session.customer) ?? '')
  const customer = existing ?? newCustomer(world, session, payer)
  const method = buildPaymentMethod({ ...payer, created: time.seconds(), customer: customer?.id ?? null })
  const earlier = state.get(
    'payment_intent',
    state.get('challenge', session.id)?.intent ?? idOf(session.payment_intent) ?? '',
  )
  const intent = earlier ?? newIntent(world, session, line, price)
  // The card is known from here on; the customer only if the payment goes through.
  state.put('card', method.id, payer.card.number)
  const attributed = willSucceed(payer.card, isAuthenticated)
    ? { ...intent, customer: customer?.id ?? null }
    : intent
  const collected = collect(world, attributed, method, isAuthenticated ? 'authenticated' : 'on-session')
  if (!earlier && (collected.result === 'failed' || collected.result === 'action'))
    emit('payment_intent.created', intent)
  if (collected.result === 'failed' || collected.result === 'action') {
    tell(world, collected)
    return notPaid(world, session, payer, collected)
  }
  state.remove('challenge', session.id)
  state.put('payment_method', method.id, method)
  const isNew = customer !== null && !existing
  const sale: Sale = { session, payer, line, price, customer, isNew, method, intent, collected }
  if (session.mode === 'payment') giveOnce(world, sale, earlier !== undefined)
  else subscribe(world, sale)
  return { result: collected.result === 'pending' ? 'pending' : 'paid' }
}

const willSucceed = ({ onSession }: Card, isAuthenticated: boolean): boolean =>
  onSession === 'succeeds' || onSession === 'pending' || (onSession === 'action' && isAuthenticated)

const notPaid = (
  { state }: World,
  session: Session,
  { card, email, name }: Payer,
  collected: Collected & { result: 'failed' | 'action' },
): Paid => {
  const { intent } = collected
  if (session.mode === 'payment') state.put('session', session.id, { ...session, payment_intent: intent.id })
  if (collected.result === 'failed') return { result: 'declined', decline: collected.decline, intent }
  state.put('challenge', session.id, { card: card.number, email, name, intent: intent.id })
  return { result: 'action', intent }
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
  tell(world, collected)
  emit('checkout.session.completed', complete(world, sale, { payment_intent: sale.intent.id }))
}

const subscribe = (world: World, sale: Sale): void => {
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

const complete = (world: World, sale: Sale, made: Partial<Session>): Session => {
  const status = sale.collected.result === 'succeeded' ? 'paid' : 'unpaid'
  return completed(world, sale.session, { ...sale, status }, made)
}

export const expire = (world: World, session: Session): Session => {
  const expired: Session = { ...session, status: 'expired', url: null }
  world.state.put('session', session.id, expired)
  world.state.remove('challenge', session.id)
  unschedule(world, 'expire', session.id)
  world.emit('checkout.session.expired', expired)
  return expired
}
