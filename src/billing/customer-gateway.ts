import type { Stripe } from 'stripe'
import { sessionOrNull } from './checkout-gateway.ts'
import type { SessionFact } from './facts.ts'
import {
  asRefusal,
  type Calling,
  CHARGE_DEEP,
  inList,
  ownerOf,
  type Pace,
  REFUND_EXPANSIONS,
  retrieve,
} from './object-gateway.ts'
import { isMissing } from './stripe-errors.ts'
import { type CustomerListing, isOwnInvoice } from './stripe-facts.ts'
import { idOf } from './stripe-shapes.ts'

/** What is to be fetched of one customer. */
export type Wanted = {
  customerId: string
  /** Invoices and charges made before it are final. Null: from the beginning. */
  since: Date | null
  /** Where only settlements are waited for, the charges will do. */
  scope: 'everything' | 'charges'
  /** Older objects that waiting events name. */
  sessionIds: readonly string[]
  invoiceIds: readonly string[]
  chargeIds: readonly string[]
  /** Subscriptions named, or not known to have ended: a list that lacks one does not end it. */
  subscriptionIds: readonly string[]
  /** Subscriptions that are ours though they carry no checkout. */
  adopted: ReadonlySet<string>
}

export type CustomerGateway = {
  /** Everything wanted of a customer. Rejects while Stripe is away. */
  listCustomer: (wanted: Wanted) => Promise<CustomerListing & { gone: readonly string[] }>
  listPayment: (paymentIntentId: string) => Promise<Pick<CustomerListing, 'charges' | 'disputes'>>
  retrieveSession: (id: string) => Promise<SessionFact | null>
  /** The customer an object belongs to, for events that do not carry it; null when it belongs to none. */
  customerOfInvoice: (id: string) => Promise<string | null>
  customerOfCharge: (id: string) => Promise<string | null>
}

const MANY = 10_000
export const customerGateway = (client: Stripe, pace: Pace): CustomerGateway => ({
  listCustomer: (wanted) => listCustomer({ client, pace }, wanted).catch(asRefusal),
  listPayment: async (paymentIntentId) => {
    await pace('charges.list')
    const { data } = await client.charges
      .list({ payment_intent: paymentIntentId, limit: 100, expand: inList(CHARGE_DEEP) })
      .catch(asRefusal)
    return { charges: data, disputes: await disputesOf({ client, pace }, data) }
  },
  retrieveSession: async (id) => {
    await pace('sessions.retrieve')
    return sessionOrNull(client, id)
  },
  customerOfInvoice: (id) =>
    ownerOf(pace('invoices.retrieve').then(() => client.invoices.retrieve(id, { expand: [] }))),
  customerOfCharge: (id) => ownerOf(pace('charges.retrieve').then(() => client.charges.retrieve(id))),
})

// Stripe does not list by a customer that was deleted, though it still shows each object.
const orNone = <T>(error: unknown): T[] => {
  if (isMissing(error)) return []
  throw error
}

const listCustomer = async (
  calling: Calling,
  wanted: Wanted,
): Promise<CustomerListing & { gone: readonly string[] }> => {
  const isAll = wanted.scope === 'everything'
  const [listed, invoices, charges, sessions] = await Promise.all([
    isAll ? listSubscriptions(calling, wanted) : { subscriptions: [], gone: [] },
    isAll ? listInvoices(calling, wanted) : [],
    listCharges(calling, wanted),
    Promise.all(wanted.sessionIds.map((id) => retrieve(calling, 'sessions', id))),
  ])
  const { subscriptions, gone } = listed
  const items = subscriptions.flatMap((subscription) => subscription.items.data)
  const prices = new Map(items.map((item) => [item.price.id, item.price]))
  await learnPrices(
    calling,
    prices,
    invoices.filter((invoice) => isOwnInvoice(invoice, wanted)),
  )
  return {
    subscriptions,
    gone,
    invoices,
    charges,
    disputes: await disputesOf(calling, charges),
    sessions: sessions.filter((session) => session !== null),
    prices,
  }
}

const listSubscriptions = async (
  { client, pace }: Calling,
  { customerId: customer, subscriptionIds }: Wanted,
) => {
  await pace('subscriptions.list')
  const listed = await client.subscriptions
    .list({ customer, status: 'all', limit: 100 })
    .autoPagingToArray({ limit: MANY })
    .catch(orNone<Stripe.Subscription>)
  const missing = subscriptionIds.filter((id) => !listed.some((each) => each.id === id))
  const gone: string[] = []
  for (const id of missing) {
    const found = await retrieve({ client, pace }, 'subscriptions', id)
    if (found) listed.push(found)
    else gone.push(id)
  }
  return { subscriptions: listed, gone }
}

const createdSince = (since: Date | null) =>
  since ? { created: { gte: Math.floor(since.getTime() / 1000) } } : {}

const listInvoices = async (calling: Calling, { customerId: customer, since, invoiceIds }: Wanted) => {
  const { client, pace } = calling
  await pace('invoices.list')
  const listed = await client.invoices
    .list({ customer, ...createdSince(since), limit: 100, expand: ['data.payments'] })
    .autoPagingToArray({ limit: MANY })
    .catch(orNone<Stripe.Invoice>)
  for (const id of invoiceIds.filter((each) => !listed.some((invoice) => invoice.id === each))) {
    const older = await retrieve(calling, 'invoices', id)
    if (older && idOf(older.customer) === customer) listed.push(older)
  }
  return listed
}

const listCharges = async (calling: Calling, { customerId: customer, since, chargeIds }: Wanted) => {
  const { client, pace } = calling
  await pace('charges.list')
  const listed = await client.charges
    .list({ customer, ...createdSince(since), limit: 100, expand: inList(CHARGE_DEEP) })
    .autoPagingToArray({ limit: MANY })
    .catch(orNone<Stripe.Charge>)
  for (const id of chargeIds.filter((each) => !listed.some((charge) => charge.id === each))) {
    const older = await retrieve(calling, 'charges', id)
    if (older && idOf(older.customer) === customer) listed.push(older)
  }
  for (const charge of listed) await completeRefunds(calling, charge)
  return listed
}

// A charge brings its ten newest refunds along.
const completeRefunds = async ({ client, pace }: Calling, charge: Stripe.Charge): Promise<void> => {
  if (!charge.refunds?.has_more) return
  await pace('refunds.list')
  charge.refunds.data = await client.refunds
    .list({ charge: charge.id, limit: 100, expand: inList(REFUND_EXPANSIONS) })
    .autoPagingToArray({ limit: MANY })
}

const disputesOf = async (
  { client, pace }: Calling,
  charges: readonly Stripe.Charge[],
): Promise<Stripe.Dispute[]> => {
  const disputes: Stripe.Dispute[] = []
  for (const charge of charges.filter((each) => each.disputed)) {
    await pace('disputes.list')
    const { data } = await client.disputes.list({ charge: charge.id, limit: 100 })
    disputes.push(...data)
  }
  return disputes
}

// Lines of older invoices name prices that no subscription has any more. One that Stripe no longer has stays
// unknown: only an invoice that needs it is then not understood.
const learnPrices = async (
  calling: Calling,
  prices: Map<string, Stripe.Price>,
  invoices: readonly Stripe.Invoice[],
): Promise<void> => {
  const named = invoices.flatMap((invoice) =>
    invoice.lines.data.map((line) => idOf(line.pricing?.price_details?.price)),
  )
  const unknown = new Set(named.filter((id) => id !== null).filter((id) => !prices.has(id)))
  for (const id of unknown) {
    const price = await retrieve(calling, 'prices', id)
    if (price) prices.set(id, price)
  }
}
