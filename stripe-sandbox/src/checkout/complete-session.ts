import type { Customer, Session } from '../objects/stripe-objects.ts'
import type { Card } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

export type Payer = { card: Card; email: string | null; name: string | null }

type Completion = {
  payer: Payer
  customer: Customer | null
  status: Session['payment_status']
  /** The ids of the objects that the payment created. */
  references: Partial<Session>
}

export const completeSession = (
  context: Context,
  session: Session,
  { payer, customer, status, references }: Completion,
): Session => {
  const done: Session = {
    ...session,
    ...references,
    customer: customer?.id ?? null,
    customer_details: {
      address: null,
      business_name: null,
      email: payer.email,
      individual_name: null,
      name: payer.name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    payment_status: status,
    status: 'complete',
    url: null,
  }
  context.state.put('session', session.id, done)
  unschedule(context, 'expire', session.id)
  return done
}
