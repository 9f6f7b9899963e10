import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import { paySession } from '../people/reader.ts'
import { controlSandbox } from '../resources/sandbox.ts'
import type { Doing, Person } from './life-context.ts'

export type FetchRequest = { frequency: 'once' | 'monthly'; currency: string; amount: number }

/** A checkout as our own page makes it, known to every record before the reader sees Stripe's page. */
export const openCheckout = async (
  { stripe, databases, now }: Doing,
  person: Person,
  wanted: FetchRequest,
): Promise<Stripe.Checkout.Session> => {
  const id = randomUUID()
  person.checkouts.push(id)
  const session = await stripe.checkout.sessions.create(parametersOf(id, wanted))
  // What the reader's browser is known by: the same in all of a person's checkouts.
  const reader = digestOf(person.checkouts[0] ?? id)
  for (const database of databases) {
    await database.query(
      `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, state, session_id,
         session_url, session_expires_at, created_at)
       values ($1, $2, $3, $4, $5, $6, 'en', 'open', $7, $8, $9, $10)`,
      [
        ...[id, digestOf(id), reader, wanted.frequency, wanted.currency.toUpperCase(), wanted.amount],
        ...[session.id, session.url, new Date(session.expires_at * 1000), now()],
      ],
    )
  }
  return session
}

const digestOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', '').repeat(2), 'hex')

const parametersOf = (
  id: string,
  { frequency, currency, amount }: FetchRequest,
): Stripe.Checkout.SessionCreateParams => {
  const metadata = { mainstay_checkout: id }
  const price = { currency, product: `mainstay_${frequency}`, unit_amount: amount }
  const common = { success_url: 'http://127.0.0.1/thanks', metadata }
  if (frequency === 'once')
    return {
      ...common,
      mode: 'payment',
      customer_creation: 'always',
      line_items: [{ price_data: price, quantity: 1 }],
      payment_intent_data: { metadata },
    }
  return {
    ...common,
    mode: 'subscription',
    line_items: [{ price_data: { ...price, recurring: { interval: 'month' } }, quantity: 1 }],
    subscription_data: { metadata },
  }
}

/** Somebody pays at Stripe's page; false where the bank refuses, or asks and is not answered well. */
export const pay = async (
  { stripe, sandbox }: Doing,
  person: Person,
  session: string,
  { method = 'pm_card_visa', answersWell = true } = {},
): Promise<boolean> => {
  const answer = await paySession(sandbox.origin, session, method)
  if (!answer.ok) return false
  const asked = await stripe.paymentIntents.list({ limit: 1 })
  const intent = asked.data[0]
  if (intent?.status === 'requires_action')
    await controlSandbox(
      sandbox.origin,
      `payment_intents/${intent.id}/${answersWell ? 'settle' : 'fail'}`,
      {},
    )
  const done = await stripe.checkout.sessions.retrieve(session)
  if (done.status !== 'complete') return false
  person.customers.push(String(done.customer))
  if (done.subscription !== null) person.subscriptions.push(String(done.subscription))
  return true
}
