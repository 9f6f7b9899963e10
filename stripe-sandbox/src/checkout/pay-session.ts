import { buildCustomer, buildPaymentMethod } from '../builders/build-customer.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import { idOf } from '../objects/references.ts'
import type { Customer, PaymentIntent, Price, Session } from '../objects/stripe-objects.ts'
import type { Card } from '../objects/test-cards.ts'
import { type Collected, collect } from '../payments/collect-payment.ts'
import { tell } from '../payments/emit-payment-events.ts'
import type { World } from '../state/context.ts'
import type { Tables } from '../state/tables.ts'
import { giveOnce } from './complete-payment.ts'
import type { Paid, Payer } from './complete-session.ts'
import { subscribe } from './complete-subscription.ts'
import type { Sale } from './sale.ts'

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
