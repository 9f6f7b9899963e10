import type { Customer, PaymentIntent, PaymentMethod, Price, Session } from '../objects/stripe-objects.ts'
import type { PaymentAttempt } from '../payments/collect-payment.ts'
import type { Context } from '../state/context.ts'
import type { Tables } from '../state/tables.ts'
import { completeSession, type Payer } from './complete-session.ts'

export type Sale = {
  session: Session
  payer: Payer
  line: Tables['line']
  price: Price
  customer: Customer | null
  /** The session created this customer. */
  isNewCustomer: boolean
  method: PaymentMethod
  /** The payment intent existed before: this payer tried another card or was authenticated. */
  isRetry: boolean
  /** The payment intent before the charge. */
  intent: PaymentIntent
  attempt: PaymentAttempt & { result: 'succeeded' | 'pending' }
}

export const completeSale = (context: Context, sale: Sale, references: Partial<Session>): Session => {
  const { session, payer, customer, attempt } = sale
  const status = attempt.result === 'succeeded' ? 'paid' : 'unpaid'
  return completeSession(context, session, { payer, customer, status, references })
}
