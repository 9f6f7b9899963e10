import { collectInvoice } from '../invoices/collect-invoice.ts'
import { recordFailedAttempt } from '../invoices/dunning.ts'
import { markInvoicePaid } from '../invoices/mark-invoice-paid.ts'
import { idOf } from '../objects/references.ts'
import type { Invoice, PaymentIntent, PaymentMethod, Session } from '../objects/stripe-objects.ts'
import { AUTHENTICATION_REQUIRED, cardByNumber } from '../objects/test-cards.ts'
import { recordDecline } from '../payments/collect-payment.ts'
import { emitPaymentEvents } from '../payments/emit-payment-events.ts'
import { finishDebit } from '../payments/finish-debit.ts'
import type { Context } from '../state/context.ts'
import { paySession } from './pay-session.ts'

/**
 * Ends a payment that waits: a bank debit, or an authentication by the cardholder.
 * Returns false if the payment is not waiting.
 */
export const resolvePayment = (context: Context, intent: PaymentIntent, isApproved: boolean): boolean => {
  if (intent.status === 'processing') return resolveDebit(context, intent, isApproved)
  if (intent.status !== 'requires_action') return false
  const invoice = invoiceOf(context, intent)
  const method = context.state.get('payment_method', idOf(intent.payment_method) ?? '')
  if (invoice && method) return resolveInvoice(context, intent, { invoice, method, isApproved })
  return resolveCheckout(context, intent, isApproved)
}

const resolveDebit = (context: Context, intent: PaymentIntent, isPaid: boolean): boolean => {
  const attempt = finishDebit(context, intent, isPaid)
  if (!attempt) return false
  emitPaymentEvents(context, attempt)
  const session = sessionOf(context, intent)
  const invoice = invoiceOf(context, intent)
  if (invoice?.status === 'open') {
    if (attempt.result === 'succeeded') markInvoicePaid(context, invoice)
    else recordFailedAttempt(context, invoice, 'failed')
  }
  if (session) {
    const after: Session = { ...session, payment_status: isPaid ? 'paid' : 'unpaid' }
    context.state.put('session', session.id, after)
    context.emit(`checkout.session.async_payment_${isPaid ? 'succeeded' : 'failed'}`, after)
  }
  return true
}

type InvoiceAnswer = { invoice: Invoice; method: PaymentMethod; isApproved: boolean }

const resolveInvoice = (
  context: Context,
  intent: PaymentIntent,
  { invoice, method, isApproved }: InvoiceAnswer,
): boolean => {
  // An invoice that was voided meanwhile cannot be collected.
  if (invoice.status !== 'open') return false
  if (isApproved) collectInvoice(context, invoice, { presence: 'authenticated', method })
  else
    emitPaymentEvents(context, recordDecline(context, intent, { method, decline: AUTHENTICATION_REQUIRED }))
  return true
}

const resolveCheckout = (context: Context, intent: PaymentIntent, isApproved: boolean): boolean => {
  const { state, emit } = context
  const waiting = state.ids('challenge').find((id) => state.get('challenge', id)?.intent === intent.id)
  const session = state.get('session', waiting ?? '')
  const challenge = state.get('challenge', waiting ?? '')
  const card = cardByNumber(challenge?.card ?? '')
  if (!session || !challenge || !card || session.status !== 'open') return false
  if (isApproved) {
    const { email, name } = challenge
    paySession(context, session, { payer: { card, email, name }, isAuthenticated: true })
    return true
  }
  state.remove('challenge', session.id)
  const after: PaymentIntent = { ...intent, status: 'requires_payment_method', next_action: null }
  state.put('payment_intent', intent.id, after)
  emit('payment_intent.payment_failed', after)
  return true
}

const sessionOf = ({ state }: Context, intent: PaymentIntent): Session | undefined => {
  const invoice = invoiceIdOf(state, intent)
  return state
    .all('session')
    .find((each) => each.payment_intent === intent.id || (invoice && each.invoice === invoice))
}

const invoiceIdOf = (state: Context['state'], intent: PaymentIntent): string | undefined =>
  idOf(state.all('invoice_payment').find((each) => each.payment.payment_intent === intent.id)?.invoice)

const invoiceOf = ({ state }: Context, intent: PaymentIntent): Invoice | undefined =>
  state.get('invoice', invoiceIdOf(state, intent) ?? '')
