import type { Stripe } from 'stripe'
import { z } from 'zod'
import { expire } from '../../checkout/expire-session.ts'
import { lineOf } from '../../checkout/session-price.ts'
import { idOf } from '../../objects/references.ts'
import { listOf, type Session } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { createdFilter, heldTo, nothing, pageOfList, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { confirm, confirmParameters } from './confirm-session.ts'
import { createParameters, createSession } from './create-session.ts'

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
