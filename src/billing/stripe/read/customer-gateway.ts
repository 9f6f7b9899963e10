import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { SessionFact } from '../../model/facts.ts'
import type { FetchRequest } from '../../model/fetch-request.ts'
import { type CustomerListing, isOurInvoice } from '../shapes/our-facts.ts'
import { isMissing, isRejection } from '../shapes/stripe-errors.ts'
import { idOf } from '../shapes/stripe-shapes.ts'
import { listCharges, listChargesOfInvoices, listChargesOfPayment, listDisputes } from './charge-gateway.ts'
import {
  createdSince,
  customerOrNull,
  MAX_LISTED,
  noneIfMissing,
  type PacedClient,
  retrieve,
  throwRejection,
} from './listing.ts'
import { sessionOrNull } from './session-gateway.ts'

export type CustomerGateway = {
  /** Fetches everything requested about a customer. Throws if Stripe is unavailable. */
  listCustomer: (request: FetchRequest) => Promise<CustomerListing & { gone: readonly string[] }>
  listPayment: (paymentIntentId: string) => Promise<Pick<CustomerListing, 'charges' | 'disputes'>>
  retrieveSession: (id: string) => Promise<SessionFact | null>
  /** Returns the customer of an object, for events that do not carry it. Null if the object has none. */
  customerOfInvoice: (id: string) => Promise<string | null>
  customerOfCharge: (id: string) => Promise<string | null>
  /** Returns the customer's email address. Null if there is none or the customer was deleted. */
  fetchCustomerEmail: (customerId: string) => Promise<string | null>
  /** Finds the customers with exactly this email address. Deleted customers are not included. */
  findCustomersByEmail: (address: string) => Promise<string[]>
  /** Sets the email address for receipts. Ignores a deleted customer. Throws if Stripe is unavailable. */
  setCustomerEmail: (customerId: string, address: string) => Promise<void>
}

export const customerGateway = (client: Stripe, pace: Pace): CustomerGateway => ({
  listCustomer: (request) => listCustomer({ client, pace }, request).catch(throwRejection),
  listPayment: async (paymentIntentId) => {
    const charges = await listChargesOfPayment({ client, pace }, paymentIntentId).catch(throwRejection)
    return { charges, disputes: await listDisputes({ client, pace }, charges).catch(throwRejection) }
  },
  retrieveSession: async (id) => {
    await pace('sessions.retrieve')
    return sessionOrNull(client, id).catch(throwRejection)
  },
  customerOfInvoice: (id) =>
    customerOrNull(pace('invoices.retrieve').then(() => client.invoices.retrieve(id, { expand: [] }))),
  customerOfCharge: (id) => customerOrNull(pace('charges.retrieve').then(() => client.charges.retrieve(id))),
  fetchCustomerEmail: async (customerId) => {
    await pace('customers.retrieve')
    try {
      const customer = await client.customers.retrieve(customerId)
      return customer.deleted ? null : customer.email
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },
  findCustomersByEmail: async (email) => {
    await pace('customers.list')
    const customers = await client.customers
      .list({ email, limit: 100 })
      .autoPagingToArray({ limit: MAX_LISTED })
    return customers.map(({ id }) => id)
  },
  setCustomerEmail: async (customerId, address) => {
    await pace('customers.update')
    await client.customers
      .update(customerId, { email: address })
      // Stripe rejected the new address. The old one may not be safe, so no address gets receipts.
      .catch((error: unknown) => {
        if (isMissing(error) || !isRejection(error)) throw error
        return client.customers.update(customerId, { email: '' })
      })
      .catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
  },
})

const listCustomer = async (
  paced: PacedClient,
  request: FetchRequest,
): Promise<CustomerListing & { gone: readonly string[] }> => {
  const isAll = request.scope === 'everything'
  const [listed, invoices, charges, sessions] = await Promise.all([
    isAll ? listSubscriptions(paced, request) : { subscriptions: [], gone: [] },
    isAll ? listInvoices(paced, request) : [],
    listCharges(paced, request),
    Promise.all(request.sessionIds.map((id) => retrieve(paced, 'sessions', id))),
  ])
  const { subscriptions, gone } = listed
  // A subscription of another shop may lack its items. One of ours is rejected when its fact is built.
  const items = subscriptions.flatMap((subscription) => subscription.items?.data ?? [])
  const prices = new Map(items.map((item) => [item.price.id, item.price]))
  await fetchMissingPrices(
    paced,
    prices,
    invoices.filter((invoice) => isOurInvoice(invoice, request)),
  )
  charges.push(...(await listChargesOfInvoices(paced, request, { invoices, charges })))
  return {
    subscriptions,
    gone,
    invoices,
    charges,
    disputes: await listDisputes(paced, charges),
    sessions: sessions.filter((session) => session !== null),
    prices,
  }
}

const listSubscriptions = async (
  { client, pace }: PacedClient,
  { customerId: customer, subscriptionIds }: FetchRequest,
) => {
  await pace('subscriptions.list')
  const listed = await client.subscriptions
    .list({ customer, status: 'all', limit: 100 })
    .autoPagingToArray({ limit: MAX_LISTED })
    .catch(noneIfMissing<Stripe.Subscription>)
  const missing = subscriptionIds.filter((id) => !listed.some((each) => each.id === id))
  const gone: string[] = []
  for (const id of missing) {
    const found = await retrieve({ client, pace }, 'subscriptions', id)
    if (found) listed.push(found)
    else gone.push(id)
  }
  return { subscriptions: listed, gone }
}

const listInvoices = async (
  paced: PacedClient,
  { customerId: customer, since, invoiceIds }: FetchRequest,
) => {
  const { client, pace } = paced
  await pace('invoices.list')
  const listed = await client.invoices
    .list({ customer, ...createdSince(since), limit: 100, expand: ['data.payments'] })
    .autoPagingToArray({ limit: MAX_LISTED })
    .catch(noneIfMissing<Stripe.Invoice>)
  for (const id of invoiceIds.filter((each) => !listed.some((invoice) => invoice.id === each))) {
    const older = await retrieve(paced, 'invoices', id)
    if (older && idOf(older.customer) === customer) listed.push(older)
  }
  return listed
}

// Invoice lines may name prices that no subscription uses any more. A deleted price stays unknown: only an
// invoice that needs it is then not understood.
const fetchMissingPrices = async (
  paced: PacedClient,
  prices: Map<string, Stripe.Price>,
  invoices: readonly Stripe.Invoice[],
): Promise<void> => {
  const named = invoices.flatMap((invoice) =>
    (invoice.lines?.data ?? []).map((line) => idOf(line.pricing?.price_details?.price)),
  )
  const unknown = new Set(named.filter((id) => id !== null).filter((id) => !prices.has(id)))
  for (const id of unknown) {
    const price = await retrieve(paced, 'prices', id)
    if (price) prices.set(id, price)
  }
}
