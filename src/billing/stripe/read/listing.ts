import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import { isMissing, isRejection, stripeCode } from '../shapes/stripe-errors.ts'
import { idOf, UnknownShape } from '../shapes/stripe-shapes.ts'

export type Calling = { client: Stripe; pace: Pace }

// What Stripe refuses now it refuses for ever: asking again would change nothing.
export const asRejection = (error: unknown): never => {
  if (isRejection(error)) throw new UnknownShape('rejected-by-stripe', stripeCode(error))
  throw error
}

/** Whose an object is; null when it is nobody's, or gone. */
export const ownerOf = async (
  call: Promise<{ customer: string | Stripe.Customer | Stripe.DeletedCustomer | null }>,
): Promise<string | null> => {
  try {
    return idOf((await call).customer)
  } catch (error) {
    if (isMissing(error)) return null
    return asRejection(error)
  }
}

/** What is asked for with a charge: how it and its refunds were settled. */
const CHARGE_EXPANSIONS = ['balance_transaction', 'failure_balance_transaction', 'refunds'] as const
export const REFUND_EXPANSIONS = ['balance_transaction', 'failure_balance_transaction'] as const
export const inList = (names: readonly string[]): string[] => names.map((name) => `data.${name}`)
export const CHARGE_DEEP = [...CHARGE_EXPANSIONS, ...REFUND_EXPANSIONS.map((name) => `refunds.data.${name}`)]

/** More than a customer can have of anything. */
export const MANY = 10_000

export const createdSince = (since: Date | null) =>
  since ? { created: { gte: Math.floor(since.getTime() / 1000) } } : {}

/** Stripe does not list by a customer that was deleted, though it still shows each object. */
export const orNone = <T>(error: unknown): T[] => {
  if (isMissing(error)) return []
  throw error
}

type Retrievable = {
  sessions: Stripe.Checkout.Session
  subscriptions: Stripe.Subscription
  invoices: Stripe.Invoice
  charges: Stripe.Charge
  prices: Stripe.Price
}

/** One object, null when Stripe has it no longer. */
export const retrieve = async <Kind extends keyof Retrievable>(
  { client, pace }: Calling,
  kind: Kind,
  id: string,
): Promise<Retrievable[Kind] | null> => {
  await pace(`${kind}.retrieve`)
  const calls = {
    sessions: () => client.checkout.sessions.retrieve(id),
    subscriptions: () => client.subscriptions.retrieve(id),
    invoices: () => client.invoices.retrieve(id, { expand: ['payments'] }),
    charges: () => client.charges.retrieve(id, { expand: [...CHARGE_DEEP] }),
    prices: () => client.prices.retrieve(id),
  } satisfies { [Each in keyof Retrievable]: () => Promise<Retrievable[Each]> }
  const call: () => Promise<unknown> = calls[kind]
  try {
    return (await call()) as Retrievable[Kind]
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
