import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { SessionFact } from '../../model/facts.ts'
import type { FetchRequest } from '../../model/fetch-request.ts'
import { isMissing, isRejection } from '../shapes/stripe-errors.ts'
import { type CustomerListing, isOurInvoice } from '../shapes/stripe-facts.ts'
import { idOf } from '../shapes/stripe-shapes.ts'
import { listCharges, listChargesOfInvoices, listChargesOfPayment, listDisputes } from './charge-gateway.ts'
import { sessionOrNull } from './find-session.ts'
import { asRejection, type Calling, createdSince, MANY, orNone, ownerOf, retrieve } from './listing.ts'

export type CustomerGateway = {
  /** Everything wanted of a customer. Rejects while Stripe is away. */
  listCustomer: (wanted: FetchRequest) => Promise<CustomerListing & { gone: readonly string[] }>
  listPayment: (paymentIntentId: string) => Promise<Pick<CustomerListing, 'charges' | 'disputes'>>
  retrieveSession: (id: string) => Promise<SessionFact | null>
  /** The customer an object belongs to, for events that do not carry it; null when it belongs to none. */
  customerOfInvoice: (id: string) => Promise<string | null>
  customerOfCharge: (id: string) => Promise<string | null>
  /** Where a customer can be written to; null where it gave nothing, or is gone. */
  fetchCustomerEmail: (customerId: string) => Promise<string | null>
  /** The customers that gave Stripe this very address; those that are gone are not among them. */
  findCustomersByEmail: (address: string) => Promise<string[]>
  /** Another address for a customer's receipts; one that is gone needs none. Rejects while Stripe is away. */
  setCustomerEmail: (customerId: string, address: string) => Promise<void>
}

export const customerGateway = (client: Stripe, pace: Pace): CustomerGateway => ({
  listCustomer: (wanted) => listCustomer({ client, pace }, wanted).catch(asRejection),
  listPayment: async (paymentIntentId) => {
    const charges = await listChargesOfPayment({ client, pace }, paymentIntentId).catch(asRejection)
    return { charges, disputes: await listDisputes({ client, pace }, charges).catch(asRejection) }
  },
  retrieveSession: async (id) => {
    await pace('sessions.retrieve')
    return sessionOrNull(client, id).catch(asRejection)
  },
  customerOfInvoice: (id) =>
    ownerOf(pace('invoices.retrieve').then(() => client.invoices.retrieve(id, { expand: [] }))),
  customerOfCharge: (id) => ownerOf(pace('charges.retrieve').then(() => client.charges.retrieve(id))),
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
    const customers = await client.customers.list({ email, limit: 100 }).autoPagingToArray({ limit: MANY })
    return customers.map(({ id }) => id)
  },
  setCustomerEmail: async (customerId, address) => {
    await pace('customers.update')
    await client.customers
      .update(customerId, { email: address })
      // What Stripe does not take for an address gets no receipts; the one before, which may not be safe, gets none either.
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
  calling: Calling,
  wanted: FetchRequest,
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
  await fetchMissingPrices(
    calling,
    prices,
    invoices.filter((invoice) => isOurInvoice(invoice, wanted)),
  )
  charges.push(...(await listChargesOfInvoices(calling, wanted, { invoices, charges })))
  return {
    subscriptions,
    gone,
    invoices,
    charges,
    disputes: await listDisputes(calling, charges),
    sessions: sessions.filter((session) => session !== null),
    prices,
  }
}

const listSubscriptions = async (
  { client, pace }: Calling,
  { customerId: customer, subscriptionIds }: FetchRequest,
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

const listInvoices = async (calling: Calling, { customerId: customer, since, invoiceIds }: FetchRequest) => {
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

// Lines of older invoices name prices that no subscription has any more. One that Stripe no longer has stays
// unknown: only an invoice that needs it is then not understood.
const fetchMissingPrices = async (
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
