import { Stripe } from 'stripe'
import type { SessionFact } from './facts.ts'
import { type SessionRequest, sessionParameters } from './session-parameters.ts'
import { type CustomerListing, isOwnInvoice, sessionFact, UnknownShape } from './stripe-facts.ts'
import { type Verified, verifyWebhook } from './verify-webhook.ts'

export type StripeAnswer<T> = { ok: true; value: T } | { ok: false; because: 'away' | 'refused' }

export type StripeGateway = {
  /** Reader-facing: one try more, a few seconds each. The same request gives the same session. */
  createSession: (request: SessionRequest, idempotencyKey: string) => Promise<StripeAnswer<SessionFact>>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  /** Everything about a customer created since; named sessions beside. Rejects while Stripe is away. */
  listCustomer: (
    customerId: string,
    since: Date | null,
    sessionIds: readonly string[],
  ) => Promise<CustomerListing>
  retrieveSession: (id: string) => Promise<SessionFact | null>
  /** The customer an object belongs to, for events that do not carry it. */
  customerOfInvoicePayment: (id: string) => Promise<string | null>
  verify: (body: Buffer, signature: string | undefined, realNow: Date) => Verified
}

type Options = { secretKey: string; apiBase: URL | null; webhookSecrets: readonly string[] }

/** What stripe@23.1.0 is typed for; the endpoint that `verify` reads from may be older, since events are only hints. */
const API_VERSION = '2026-10-28.endive'
const READER_TIMEOUT = { timeout: 8_000, maxNetworkRetries: 1 }

/** The only part that knows Stripe's client. */
export const stripeGateway = ({ secretKey, apiBase, webhookSecrets }: Options): StripeGateway => {
  const client = new Stripe(secretKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 2,
    timeout: 15_000,
    telemetry: false,
    ...(apiBase ? baseOf(apiBase) : {}),
  })
  const livemode = /^(sk|rk)_live_/.test(secretKey)
  const ensureProduct = productKeeper(client)
  return {
    createSession: (request, idempotencyKey) =>
      answered(async () => {
        const product = await ensureProduct(request.frequency, request.productName)
        const session = await client.checkout.sessions.create(sessionParameters(request, product), {
          ...READER_TIMEOUT,
          // Of two clicks at once the second is told to come back, and does.
          maxNetworkRetries: 3,
          idempotencyKey,
        })
        return sessionFact(session)
      }),
    findSession: (id) => answered(() => sessionOrNull(client, id)),
    retrieveSession: (id) => sessionOrNull(client, id),
    listCustomer: (customerId, since, sessionIds) =>
      listCustomer(client, { customerId, since, sessionIds }).catch(asRefusal),
    customerOfInvoicePayment: async (id) => {
      const payment = await client.invoicePayments.retrieve(id, { expand: ['invoice'] }).catch(asRefusal)
      const invoice = payment.invoice
      if (typeof invoice === 'string' || invoice.deleted) return null
      return typeof invoice.customer === 'string' ? invoice.customer : (invoice.customer?.id ?? null)
    },
    verify: (body, signature, realNow) =>
      verifyWebhook(checkWith(client), { body, signature, realNow, webhookSecrets, livemode }),
  }
}

const baseOf = (base: URL) => ({
  host: base.hostname,
  protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
  ...(base.port ? { port: Number(base.port) } : {}),
})

// Away: an answer may come later. Refused: Stripe said no to this very request.
const answered = async <T>(call: () => Promise<T>): Promise<StripeAnswer<T>> => {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    const refused =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeIdempotencyError
    return { ok: false, because: refused ? 'refused' : 'away' }
  }
}

const checkWith =
  (client: Stripe) =>
  (body: string, header: string, secret: string, toleranceS: number, receivedAtMs: number): void => {
    const { signature } = client.webhooks
    if (signature === null) throw new Error('This Stripe client cannot check signatures')
    signature.verifyHeader(body, header, secret, toleranceS, undefined, receivedAtMs)
  }

// What Stripe refuses now it refuses for ever: asking again would change nothing.
const asRefusal = (error: unknown): never => {
  if (error instanceof Stripe.errors.StripeInvalidRequestError)
    throw new UnknownShape('something that Stripe refuses to show')
  throw error
}

/** One shared product for each cadence, made when it is first needed. */
const productKeeper = (client: Stripe) => {
  const known = new Set<string>()
  return async (frequency: SessionRequest['frequency'], name: string): Promise<string> => {
    const id = `mainstay_${frequency}`
    if (known.has(id)) return id
    await client.products.create({ id, name }, READER_TIMEOUT).catch((error: unknown) => {
      if (error instanceof Stripe.errors.StripeError && error.code === 'resource_already_exists') return
      throw error
    })
    known.add(id)
    return id
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.code === 'resource_missing'

const sessionOrNull = async (client: Stripe, id: string): Promise<SessionFact | null> => {
  try {
    return sessionFact(await client.checkout.sessions.retrieve(id, {}, READER_TIMEOUT))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const MANY = 10_000

type Wanted = { customerId: string; since: Date | null; sessionIds: readonly string[] }

const listCustomer = async (client: Stripe, wanted: Wanted): Promise<CustomerListing> => {
  const { customerId: customer, since, sessionIds } = wanted
  const created = since ? { created: { gte: Math.floor(since.getTime() / 1000) } } : {}
  const [subscriptions, invoices, charges, sessions] = await Promise.all([
    client.subscriptions.list({ customer, status: 'all', limit: 100 }).autoPagingToArray({ limit: MANY }),
    client.invoices
      .list({ customer, ...created, limit: 100, expand: ['data.payments'] })
      .autoPagingToArray({ limit: MANY }),
    client.charges
      .list({ customer, ...created, limit: 100, expand: ['data.balance_transaction'] })
      .autoPagingToArray({ limit: MANY }),
    Promise.all(sessionIds.map((id) => client.checkout.sessions.retrieve(id))),
  ])
  const items = subscriptions.flatMap((subscription) => subscription.items.data)
  const prices = new Map(items.map((item) => [item.price.id, item.price]))
  await learnPrices(client, prices, invoices.filter(isOwnInvoice))
  return { subscriptions, invoices, charges, sessions, prices }
}

// Lines of older invoices name prices that no subscription has any more. One that Stripe no longer has stays
// unknown: only an invoice that needs it is then not understood.
const learnPrices = async (
  client: Stripe,
  prices: Map<string, Stripe.Price>,
  invoices: readonly Stripe.Invoice[],
) => {
  const named = invoices.flatMap((invoice) =>
    invoice.lines.data.map((line) => line.pricing?.price_details?.price),
  )
  const unknown = new Set(named.filter((price) => typeof price === 'string').filter((id) => !prices.has(id)))
  for (const id of unknown) {
    const price = await client.prices.retrieve(id).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (price) prices.set(id, price)
  }
}
