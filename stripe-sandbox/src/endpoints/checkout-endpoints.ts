import type { Stripe } from 'stripe'
import { z } from 'zod'
import { listOf, type Price, type Session } from '../builders/wire.ts'
import { cardOf } from '../life/collecting.ts'
import { expire, pay } from '../life/paying.ts'
import { idOf, type World } from '../life/world.ts'
import { createParameters, createSession } from './create-session.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { found } from './finding.ts'
import { createdWithin, listPage } from './listing.ts'
import { createdFilter, expand, heldTo, integer, nothing, pageOfList, text } from './parameters.ts'
import { methodNamed } from './payment-method-endpoints.ts'
import { invalidRequest, StripeFailure } from './stripe-error.ts'

const sessionOf = (world: World, id: string): Session => found(world, 'session', id)

const listParameters = heldTo<Stripe.Checkout.SessionListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    customer: text.exactOptional(),
    payment_intent: text.exactOptional(),
    subscription: text.exactOptional(),
    status: z.enum(['open', 'complete', 'expired']).exactOptional(),
  }),
)

/** What Stripe's command-line client sends to pay a session without a browser. */
const confirmParameters = z.strictObject({
  payment_method: text,
  expected_amount: integer.exactOptional(),
  expand,
})

const confirm = (world: World, id: string, wanted: z.infer<typeof confirmParameters>): unknown => {
  const session = sessionOf(world, id)
  const card = cardOf(world, methodNamed(world, wanted.payment_method, 'payment_method'))
  if (session.status !== 'open')
    throw invalidRequest('This Checkout Session is no longer open.', 'checkout_session_not_open')
  if (wanted.expected_amount !== undefined && wanted.expected_amount !== session.amount_total) {
    throw invalidRequest(
      'The amount shown is not the amount of the session.',
      'amount_mismatch',
      'expected_amount',
    )
  }
  const paid = pay(world, session, {
    card,
    // Whoever pays gives an address; strangers do not share one.
    email: session.customer_email ?? `${session.id.slice(-12).toLowerCase()}@example.com`,
    name: 'Sandbox Reader',
  })
  if (paid.result !== 'declined') return sessionOf(world, id)
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
  endpoint({
    method: 'POST',
    path: '/v1/checkout/sessions',
    parameters: createParameters,
    answer: createSession,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions',
    parameters: listParameters,
    answer: (
      { state },
      { parameters: { created, customer, payment_intent: intent, subscription, status, ...paging } },
    ) =>
      listPage(state, 'session', paging, {
        url: '/v1/checkout/sessions',
        customer,
        keep: (session) =>
          createdWithin(session.created, created) &&
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
      if (session.status !== 'open')
        throw invalidRequest('Only Checkout Sessions with a status in ["open"] can be expired.')
      return expire(world, session)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    parameters: z.strictObject(pageOfList),
    answer: (world, { id }) => {
      const session = sessionOf(world, id)
      const price = lineOf(world, session)
      const line = {
        ...{ id: `li_${id.slice(-24)}`, object: 'item', currency: session.currency, price },
        ...{ amount_discount: 0, amount_tax: 0, description: null, discounts: [], taxes: [] },
        amount_subtotal: session.amount_subtotal,
        amount_total: session.amount_total,
        quantity: world.state.get('line', id)?.quantity ?? 1,
      }
      return listOf([line], `/v1/checkout/sessions/${id}/line_items`)
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
