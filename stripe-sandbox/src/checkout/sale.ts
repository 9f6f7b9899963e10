import type { Customer, PaymentIntent, PaymentMethod, Price, Session } from '../objects/stripe-objects.ts'
import type { Collected } from '../payments/collect-payment.ts'
import type { World } from '../state/context.ts'
import type { Tables } from '../state/tables.ts'
import { completed, type Payer } from './complete-session.ts'

export type Sale = {
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

export const complete = (world: World, sale: Sale, made: Partial<Session>): Session => {
  const status = sale.collected.result === 'succeeded' ? 'paid' : 'unpaid'
  return completed(world, sale.session, { ...sale, status }, made)
}
