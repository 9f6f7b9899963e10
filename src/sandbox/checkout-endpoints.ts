import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPrice } from './build-price.ts'
import { buildSession } from './build-session.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { listPage } from './listing.ts'
import { boolean, expand, heldTo, integer, metadata, nothing, pageOfList, text } from './parameters.ts'
import { expire, pay } from './paying.ts'
import { invalidRequest, noSuch, StripeFailure } from './stripe-error.ts'
import { cardByToken } from './test-cards.ts'
import type { Price, Session } from './wire.ts'
import { idOf, schedule, type World } from './world.ts'

const priceData = z.strictObject({
  currency: z.string().regex(/^[a-zA-Z]{3}$/, 'must be a three-letter currency code'),
  product: text,
  unit_amount: integer.refine((amount) => amount >= 0 && amount <= 99_999_999, 'must be from 0 to 99999999'),
  recurring: z
    .strictObject({ interval: z.enum(['month', 'year']), interval_count: integer.exactOptional() })
    .exactOptional(),
})

const createParameters = heldTo<Stripe.Checkout.SessionCreateParams>()(
  z.strictObject({
    mode: z.enum(['payment', 'subscription']),
    line_items: z.array(z.strictObject({ price_data: priceData, quantity: integer })).length(1),
    success_url: z.url(),
    cancel_url: z.url().exactOptional(),
    client_reference_id: z.string().min(1).max(200).exactOptional(),
    customer: text.exactOptional(),
    customer_email: z.email().exactOptional(),
    customer_creation: z.enum(['always', 'if_required']).exactOptional(),
    adaptive_pricing: z.strictObject({ enabled: boolean }).exactOptional(),
    locale: z.enum(['auto', 'en', 'ru']).exactOptional(),
    submit_type: z.enum(['auto', 'pay', 'donate']).exactOptional(),
    metadata: metadata.exactOptional(),
    payment_intent_data: z.strictObject({ metadata: metadata.exactOptional() }).exactOptional(),
    subscription_data: z.strictObject({ metadata: metadata.exactOptional() }).exactOptional(),
    expires_at: integer.exactOptional(),
    expand,
  }),
)

type Wanted = z.infer<typeof createParameters>

const DAY_S = 86_400

// Stripe refuses an amount that would settle to less than its own costs; the dollar figures stand for all.
const SMALLEST: Record<string, number> = { usd: 50, eur: 50, gbp: 30, chf: 50, jpy: 50, pln: 200 }

const create = (world: World, { parameters }: { parameters: Wanted }): Session => {
  const { state, time } = world
  const [item] = parameters.line_items
  if (!item) throw invalidRequest('Missing required param: line_items.', 'parameter_missing', 'line_items')
  const wanted = checked(world, parameters, item.price_data)
  const created = time.seconds()
  const price = buildPrice({ created, ...wanted })
  const expiresAt = parameters.expires_at ?? created + DAY_S
  if (expiresAt < created + 1800 || expiresAt > created + DAY_S) {
    throw invalidRequest('The `expires_at` timestamp must be 30 minutes to 24 hours from now.', undefined, 'expires_at')
  }
  const session = buildSession({
    created,
    expiresAt,
    origin: world.origin(),
    mode: parameters.mode,
    amount: wanted.unitAmount * item.quantity,
    currency: wanted.currency,
    successUrl: parameters.success_url,
    cancelUrl: parameters.cancel_url ?? null,
    clientReferenceId: parameters.client_reference_id ?? null,
    metadata: parameters.metadata ?? {},
    customer: parameters.customer ?? null,
    customerCreation: parameters.mode === 'payment' ? (parameters.customer_creation ?? 'if_required') : null,
    customerEmail: parameters.customer_email ?? null,
    locale: parameters.locale ?? null,
    submitType: parameters.submit_type ?? null,
  })
  state.put('price', price.id, price)
  state.put('line', session.id, {
    price: price.id,
    quantity: item.quantity,
    subscriptionMetadata: parameters.subscription_data?.metadata ?? {},
    paymentMetadata: parameters.payment_intent_data?.metadata ?? {},
  })
  state.put('session', session.id, session)
  schedule(world, { at: session.expires_at, kind: 'expire', object: session.id })
  return session
}

type PriceWanted = { product: string; currency: string; unitAmount: number; recurring: { interval: 'month' | 'year'; intervalCount: number } | null }

const checked = ({ state }: World, parameters: Wanted, data: z.infer<typeof priceData>): PriceWanted => {
  const { mode } = parameters
  if (!state.get('product', data.product)) throw noSuch('product', data.product, 'line_items[0][price_data][product]')
  if (parameters.customer && !state.get('customer', parameters.customer)) throw noSuch('customer', parameters.customer, 'customer')
  if (mode === 'subscription' && !data.recurring) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode.', undefined, 'line_items')
  }
  if (mode === 'payment' && (data.recurring || parameters.subscription_data)) {
    throw invalidRequest('You specified `payment` mode but passed a recurring price.', undefined, 'line_items')
  }
  if (mode === 'subscription' && (parameters.payment_intent_data || parameters.customer_creation)) {
    throw invalidRequest('You can not pass `payment_intent_data` or `customer_creation` in `subscription` mode.')
  }
  const currency = data.currency.toLowerCase()
  if (data.unit_amount < (SMALLEST[currency] ?? 50)) {
    throw invalidRequest('The Checkout Session total amount is below the minimum for its currency.', 'amount_too_small')
  }
  const recurring = data.recurring && { interval: data.recurring.interval, intervalCount: data.recurring.interval_count ?? 1 }
  return { product: data.product, currency, unitAmount: data.unit_amount, recurring: recurring ?? null }
}

const sessionOf = ({ state }: World, id: string): Session => {
  const session = state.get('session', id)
  if (!session) throw noSuch('checkout.session', id)
  return session
}

const listParameters = heldTo<Stripe.Checkout.SessionListParams>()(
  z.strictObject({
    ...pageOfList,
    customer: text.exactOptional(),
    payment_intent: text.exactOptional(),
    subscription: text.exactOptional(),
    status: z.enum(['open', 'complete', 'expired']).exactOptional(),
  }),
)

/** What Stripe's command-line client sends to pay a session without a browser. */
const confirmParameters = z.strictObject({ payment_method: text, expected_amount: integer.exactOptional(), expand })

const confirm = (world: World, id: string, wanted: z.infer<typeof confirmParameters>): unknown => {
  const session = sessionOf(world, id)
  const card = cardByToken(wanted.payment_method)
  if (!card) throw noSuch('PaymentMethod', wanted.payment_method, 'payment_method')
  if (session.status !== 'open') throw invalidRequest('This Checkout Session is no longer open.', 'checkout_session_not_open')
  if (wanted.expected_amount !== undefined && wanted.expected_amount !== session.amount_total) {
    throw invalidRequest('The amount shown is not the amount of the session.', 'amount_mismatch', 'expected_amount')
  }
  const paid = pay(world, session, { card, email: session.customer_email ?? 'reader@example.com', name: 'Sandbox Reader' })
  if (paid.paid) return sessionOf(world, id)
  throw new StripeFailure(402, {
    type: 'card_error',
    code: paid.decline.code,
    decline_code: paid.decline.declineCode,
    message: paid.decline.message,
    payment_intent: paid.intent,
  })
}

export const lineOf = ({ state }: World, session: Session): Price | undefined =>
  state.get('price', state.get('line', session.id)?.price ?? '')

export const checkoutEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/checkout/sessions', parameters: createParameters, answer: create }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions',
    parameters: listParameters,
    answer: ({ state }, { parameters: { customer, payment_intent: intent, subscription, status, ...paging } }) =>
      listPage(state, 'session', paging, {
        url: '/v1/checkout/sessions',
        keep: (session) =>
          (customer === undefined || session.customer === customer) &&
          (intent === undefined || session.payment_intent === intent) &&
          (subscription === undefined || idOf(session.subscription) === subscription) &&
          (status === undefined || session.status === status),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions/:id',
    parameters: nothing,
    answer: (world, { id }) => sessionOf(world, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    parameters: nothing,
    answer: (world, { id }) => {
      const session = sessionOf(world, id)
      if (session.status !== 'open') throw invalidRequest('Only Checkout Sessions with a status in ["open"] can be expired.')
      return expire(world, session)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_pages/:id',
    parameters: nothing,
    answer: (world, { id }) => sessionOf(world, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_pages/:id/confirm',
    parameters: confirmParameters,
    answer: (world, { id, parameters }) => confirm(world, id, parameters),
  }),
]
