import type { Stripe } from 'stripe'
import { z } from 'zod'
import { expireSession } from '../../checkout/expire-session.ts'
import { priceOfSession } from '../../checkout/price-of-session.ts'
import { idOf } from '../../objects/references.ts'
import { listOf, type Session } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { createdFilter, noParameters, pagination, schemaFor, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { confirmParameters, confirmSession } from './confirm-session.ts'
import { createParameters, createSession } from './create-session.ts'

const sessionOf = (context: Context, id: string): Session => findObject(context, 'session', id)

const listParameters = schemaFor<Stripe.Checkout.SessionListParams>()(
  z.strictObject({
    ...pagination,
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
    handle: createSession,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions',
    parameters: listParameters,
    handle: (
      { state },
      { parameters: { created, customer, payment_intent: intent, subscription, status, ...paging } },
    ) =>
      listPage(state, 'session', {
        paging,
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
    parameters: noParameters,
    handle: (context, { id }) => sessionOf(context, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    parameters: noParameters,
    handle: (context, { id }) => {
      const session = sessionOf(context, id)
      if (session.status !== 'open')
        throw invalidRequest('Only Checkout Sessions with a status in ["open"] can be expired.')
      return expireSession(context, session)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    parameters: z.strictObject(pagination),
    handle: (context, { id }) => {
      const session = sessionOf(context, id)
      const price = priceOfSession(context, session)
      const line = {
        id: `li_${id.slice(-24)}`,
        object: 'item',
        currency: session.currency,
        price,
        amount_discount: 0,
        amount_tax: 0,
        description: null,
        discounts: [],
        taxes: [],
        amount_subtotal: session.amount_subtotal,
        amount_total: session.amount_total,
        quantity: context.state.get('line', id)?.quantity ?? 1,
      }
      return listOf([line], `/v1/checkout/sessions/${id}/line_items`)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_pages/:id',
    parameters: noParameters,
    handle: (context, { id }) => sessionOf(context, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_pages/:id/confirm',
    parameters: confirmParameters,
    handle: (context, { id, parameters }) => confirmSession(context, id, parameters),
  }),
]
