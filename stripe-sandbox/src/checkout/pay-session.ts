import { buildCustomer, buildPaymentMethod } from '../builders/build-customer.ts'
import { buildPaymentIntent } from '../builders/build-payment.ts'
import { idOf } from '../objects/references.ts'
import type { Customer, PaymentIntent, Price, Session } from '../objects/stripe-objects.ts'
import type { Card, Decline } from '../objects/test-cards.ts'
import { collectPayment, type PaymentAttempt } from '../payments/collect-payment.ts'
import { emitPaymentEvents } from '../payments/emit-payment-events.ts'
import { productDescriptor } from '../payments/statement-descriptor.ts'
import type { Context } from '../state/context.ts'
import type { Tables } from '../state/tables.ts'
import { completePayment } from './complete-payment.ts'
import type { Payer } from './complete-session.ts'
import { completeSubscription } from './complete-subscription.ts'
import type { Sale } from './sale.ts'

export type CheckoutResult =
  | { result: 'paid' | 'pending' }
  | { result: 'declined'; decline: Decline; intent: PaymentIntent }
  /** The bank asks the cardholder to authenticate. */
  | { result: 'action'; intent: PaymentIntent }

type Payment = { payer: Payer; isAuthenticated?: boolean }

/** Pays an open session. After a decline the session stays open and there is no subscription. */
export const paySession = (
  context: Context,
  session: Session,
  { payer, isAuthenticated = false }: Payment,
): CheckoutResult => {
  const { state, clock, emit } = context
  const { line, price } = lineItemOf(context, session)
  const existing = state.get('customer', idOf(session.customer) ?? '')
  const customer = existing ?? newCustomer(context, session, payer)
  const method = buildPaymentMethod({ ...payer, created: clock.seconds(), customer: customer?.id ?? null })
  const earlier = earlierIntent(context, session)
  const intent = earlier ?? newIntent(context, session, { line, price })
  // From here on the card is stored. The customer is stored only if the payment succeeds.
  state.put('card', method.id, payer.card.number)
  const attributed = willSucceed(payer.card, isAuthenticated)
    ? { ...intent, customer: customer?.id ?? null }
    : intent
  const presence = isAuthenticated ? 'authenticated' : 'on-session'
  const attempt = collectPayment(context, attributed, { method, presence })
  if (attempt.result === 'failed' || attempt.result === 'action') {
    if (!earlier) emit('payment_intent.created', intent)
    emitPaymentEvents(context, attempt)
    return keepSessionOpen(context, session, { payer, attempt })
  }
  state.remove('challenge', session.id)
  state.put('payment_method', method.id, method)
  const isNewCustomer = customer !== null && !existing
  const isRetry = earlier !== undefined
  const sale: Sale = {
    session,
    payer,
    line,
    price,
    customer,
    isNewCustomer,
    method,
    isRetry,
    intent,
    attempt,
  }
  if (session.mode === 'payment') completePayment(context, sale)
  else completeSubscription(context, sale)
  return { result: attempt.result === 'pending' ? 'pending' : 'paid' }
}

const lineItemOf = ({ state }: Context, session: Session): { line: Tables['line']; price: Price } => {
  const line = state.get('line', session.id)
  const price = line && state.get('price', line.price)
  if (!line || !price) throw new Error('The session has no line item')
  return { line, price }
}

const earlierIntent = ({ state }: Context, session: Session): PaymentIntent | undefined =>
  state.get(
    'payment_intent',
    state.get('challenge', session.id)?.intent ?? idOf(session.payment_intent) ?? '',
  )

const willSucceed = ({ onSession }: Card, isAuthenticated: boolean): boolean =>
  onSession === 'succeeds' || onSession === 'pending' || (onSession === 'action' && isAuthenticated)

type Unpaid = { payer: Payer; attempt: PaymentAttempt & { result: 'failed' | 'action' } }

const keepSessionOpen = (
  { state }: Context,
  session: Session,
  { payer: { card, email, name }, attempt }: Unpaid,
): CheckoutResult => {
  const { intent } = attempt
  if (session.mode === 'payment') state.put('session', session.id, { ...session, payment_intent: intent.id })
  if (attempt.result === 'failed') return { result: 'declined', decline: attempt.decline, intent }
  state.put('challenge', session.id, { card: card.number, email, name, intent: intent.id })
  return { result: 'action', intent }
}

const newCustomer = ({ clock }: Context, session: Session, { email, name }: Payer): Customer | null =>
  session.mode === 'payment' && session.customer_creation !== 'always'
    ? null
    : buildCustomer({ created: clock.seconds(), email, name })

const newIntent = (
  context: Context,
  session: Session,
  { line, price }: { line: Tables['line']; price: Price },
): PaymentIntent => {
  const isOneTime = session.mode === 'payment'
  return buildPaymentIntent({
    created: context.clock.seconds(),
    amount: session.amount_total ?? 0,
    currency: price.currency,
    customer: null,
    metadata: isOneTime ? line.paymentMetadata : {},
    description: isOneTime ? null : 'Subscription creation',
    statement: isOneTime ? line.statement : { descriptor: productDescriptor(context, price), suffix: null },
  })
}
