import type { Customer, PaymentIntent, Session } from '../objects/stripe-objects.ts'
import type { Card, Decline } from '../objects/test-cards.ts'
import type { World } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

export type Payer = { card: Card; email: string | null; name: string | null }
export type Paid =
  | { result: 'paid' | 'pending' }
  | { result: 'declined'; decline: Decline; intent: PaymentIntent }
  /** The bank asks the card's owner. */
  | { result: 'action'; intent: PaymentIntent }

type Completion = { payer: Payer; customer: Customer | null; status: Session['payment_status'] }

export const completed = (
  world: World,
  session: Session,
  { payer, customer, status }: Completion,
  made: Partial<Session>,
): Session => {
  const person = { email: payer.email, name: payer.name, individual_name: null, business_name: null }
  const done: Session = {
    ...session,
    ...made,
    customer: customer?.id ?? null,
    customer_details: { ...person, address: null, phone: null, tax_exempt: 'none', tax_ids: [] },
    payment_status: status,
    status: 'complete',
    url: null,
  }
  world.state.put('session', session.id, done)
  unschedule(world, 'expire', session.id)
  return done
}
