import { attemptPayment } from '../invoices/collect-invoice.ts'
import { failedAttempt } from '../invoices/dunning.ts'
import { markPaid } from '../invoices/mark-invoice-paid.ts'
import { idOf } from '../objects/references.ts'
import type { PaymentIntent, Session } from '../objects/stripe-objects.ts'
import { AUTHENTICATION_REQUIRED, cardByNumber } from '../objects/test-cards.ts'
import { answerDebit, type Collected, failed } from '../payments/collect-payment.ts'
import { tell } from '../payments/emit-payment-events.ts'
import type { World } from '../state/context.ts'
import { pay } from './pay-session.ts'

/**
 * What a payment waited for has come: the bank's answer to a debit, or its owner's to the bank's question.
 * False when the payment waits for nothing.
 */
export const answerPayment = (world: World, intent: PaymentIntent, isGood: boolean): boolean => {
  if (intent.status === 'processing') return answerLateDebit(world, intent, isGood)
  if (intent.status !== 'requires_action') return false
  return answerChallenge(world, intent, isGood)
}

const answerLateDebit = (world: World, intent: PaymentIntent, isGood: boolean): boolean => {
  const collected = answerDebit(world, intent, isGood)
  if (!collected) return false
  tell(world, collected)
  const session = sessionOf(world, intent)
  const invoice = invoiceOf(world, intent)
  if (invoice?.status === 'open') settleInvoice(world, invoice.id, collected)
  if (session) {
    const after: Session = { ...session, payment_status: isGood ? 'paid' : 'unpaid' }
    world.state.put('session', session.id, after)
    world.emit(`checkout.session.async_payment_${isGood ? 'succeeded' : 'failed'}`, after)
  }
  return true
}

const settleInvoice = (world: World, id: string, collected: Collected): void => {
  const invoice = world.state.get('invoice', id)
  if (!invoice) return
  if (collected.result === 'succeeded') markPaid(world, invoice)
  else failedAttempt(world, invoice, 'failed')
}

const answerChallenge = (world: World, intent: PaymentIntent, isGood: boolean): boolean => {
  const { state } = world
  const invoice = invoiceOf(world, intent)
  const method = state.get('payment_method', idOf(intent.payment_method) ?? '')
  if (invoice && method) {
    // What was voided meanwhile is not collected any more.
    if (invoice.status !== 'open') return false
    if (isGood) attemptPayment(world, invoice, 'authenticated', method)
    else refuse(world, intent, method)
    return true
  }
  const waiting = state.ids('challenge').find((id) => state.get('challenge', id)?.intent === intent.id)
  const session = state.get('session', waiting ?? '')
  const challenge = state.get('challenge', waiting ?? '')
  const card = cardByNumber(challenge?.card ?? '')
  if (!session || !challenge || !card || session.status !== 'open') return false
  if (isGood) pay(world, session, { ...challenge, card }, true)
  else {
    state.remove('challenge', session.id)
    const waits = { ...intent, status: 'requires_payment_method' as const, next_action: null }
    state.put('payment_intent', intent.id, waits)
    world.emit('payment_intent.payment_failed', waits)
  }
  return true
}

const refuse = (world: World, intent: PaymentIntent, method: Parameters<typeof failed>[2]): void =>
  tell(world, failed(world, intent, method, AUTHENTICATION_REQUIRED))

const sessionOf = ({ state }: World, intent: PaymentIntent): Session | undefined => {
  const invoice = invoiceIdOf(state, intent)
  return state
    .all('session')
    .find((each) => each.payment_intent === intent.id || (invoice && each.invoice === invoice))
}

const invoiceIdOf = (state: World['state'], intent: PaymentIntent): string | undefined =>
  idOf(state.all('invoice_payment').find((each) => each.payment.payment_intent === intent.id)?.invoice)

const invoiceOf = ({ state }: World, intent: PaymentIntent) =>
  state.get('invoice', invoiceIdOf(state, intent) ?? '')
