import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import { isMissing, isRejection, stripeCode } from '../shapes/stripe-errors.ts'
import { idOf, UnknownShape } from '../shapes/stripe-shapes.ts'

export type PacedClient = { client: Stripe; pace: Pace }

// Stripe rejects the same request every time, so a retry is useless.
export const throwRejection = (error: unknown): never => {
  if (isRejection(error)) throw new UnknownShape('rejected-by-stripe', stripeCode(error))
  throw error
}

/** Returns the customer of an object. Null if it has none or no longer exists. */
export const customerOrNull = async (
  call: Promise<{ customer: string | Stripe.Customer | Stripe.DeletedCustomer | null }>,
): Promise<string | null> => {
  try {
    return idOf((await call).customer)
  } catch (error) {
    if (isMissing(error)) return null
    return throwRejection(error)
  }
}

/** Expansions of a charge: how Stripe settled it and its refunds. */
const DIRECT_CHARGE_EXPANSIONS = ['balance_transaction', 'failure_balance_transaction', 'refunds'] as const
export const REFUND_EXPANSIONS = ['balance_transaction', 'failure_balance_transaction'] as const
export const inListItems = (names: readonly string[]): string[] => names.map((name) => `data.${name}`)
export const CHARGE_EXPANSIONS = [
  ...DIRECT_CHARGE_EXPANSIONS,
  ...REFUND_EXPANSIONS.map((name) => `refunds.data.${name}`),
]

/** A customer never has more objects of one kind. */
export const MAX_LISTED = 10_000

export const createdSince = (since: Date | null) =>
  since ? { created: { gte: Math.floor(since.getTime() / 1000) } } : {}

/** Stripe lists nothing for a deleted customer, although it still returns each object by id. */
export const noneIfMissing = <T>(error: unknown): T[] => {
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

/** Returns one object, or null if Stripe no longer has it. */
export const retrieve = async <Kind extends keyof Retrievable>(
  { client, pace }: PacedClient,
  kind: Kind,
  id: string,
): Promise<Retrievable[Kind] | null> => {
  await pace(`${kind}.retrieve`)
  const calls = {
    sessions: () => client.checkout.sessions.retrieve(id),
    subscriptions: () => client.subscriptions.retrieve(id),
    invoices: () => client.invoices.retrieve(id, { expand: ['payments'] }),
    charges: () => client.charges.retrieve(id, { expand: [...CHARGE_EXPANSIONS] }),
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
