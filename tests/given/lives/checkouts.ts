import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import { paySession } from '../people/reader.ts'
import { controlSandbox } from '../resources/sandbox.ts'
import type { LifeContext, Person } from './life-context.ts'

export type CheckoutRequest = { frequency: 'once' | 'monthly'; currency: string; amount: number }

/** Opens a checkout as our own page does: every record has it before the reader sees Stripe's page. */
export const openCheckout = async (
  { stripe, databases, now }: LifeContext,
  person: Person,
  request: CheckoutRequest,
): Promise<Stripe.Checkout.Session> => {
  const id = randomUUID()
  person.checkouts.push(id)
  const session = await stripe.checkout.sessions.create(sessionParameters(id, request))
  // The hash of the reader's browser is the same in all of a person's checkouts.
  const readerHash = digestOf(person.checkouts[0] ?? id)
  for (const database of databases) {
    await database.query(
      `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, state, session_id,
         session_url, session_expires_at, created_at)
       values ($1, $2, $3, $4, $5, $6, 'en', 'open', $7, $8, $9, $10)`,
      [
        id,
        digestOf(id),
        readerHash,
        request.frequency,
        request.currency.toUpperCase(),
        request.amount,
        session.id,
        session.url,
        new Date(session.expires_at * 1000),
        now(),
      ],
    )
  }
  return session
}

const digestOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', '').repeat(2), 'hex')

const sessionParameters = (
  id: string,
  { frequency, currency, amount }: CheckoutRequest,
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

type Payment = { sessionId: string; method?: string; canAuthenticate?: boolean }

/** Pays on Stripe's page. False if the bank declines or the authentication fails. */
export const pay = async (
  { stripe, sandbox }: LifeContext,
  person: Person,
  { sessionId, method = 'pm_card_visa', canAuthenticate = true }: Payment,
): Promise<boolean> => {
  const answer = await paySession(sandbox.origin, sessionId, method)
  if (!answer.ok) return false
  const recent = await stripe.paymentIntents.list({ limit: 1 })
  const intent = recent.data[0]
  if (intent?.status === 'requires_action')
    await controlSandbox(
      sandbox.origin,
      `payment_intents/${intent.id}/${canAuthenticate ? 'settle' : 'fail'}`,
      {},
    )
  const done = await stripe.checkout.sessions.retrieve(sessionId)
  if (done.status !== 'complete') return false
  person.customers.push(String(done.customer))
  if (done.subscription !== null) person.subscriptions.push(String(done.subscription))
  return true
}
