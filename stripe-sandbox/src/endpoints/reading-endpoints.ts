import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { TableName } from '../state.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { found } from './finding.ts'
import { createdWithin, listPage } from './listing.ts'
import { boolean, createdFilter, heldTo, nothing, pageOfList, text } from './parameters.ts'

/** `GET /v1/things/:id` for what is only read. */
const retrieval = (path: string, table: TableName): Endpoint =>
  endpoint({
    method: 'GET',
    path: `${path}/:id`,
    parameters: nothing,
    answer: (world, { id }) => found(world, table, id),
  })

/** Events vanish after this long. https://docs.stripe.com/api/events */
const EVENTS_KEPT_S = 30 * 86_400

export const readingEndpoints: Endpoint[] = [
  retrieval('/v1/products', 'product'),
  retrieval('/v1/prices', 'price'),
  retrieval('/v1/charges', 'charge'),
  retrieval('/v1/invoices', 'invoice'),
  retrieval('/v1/invoiceitems', 'invoiceitem'),
  retrieval('/v1/invoice_payments', 'invoice_payment'),
  retrieval('/v1/payment_intents', 'payment_intent'),
  retrieval('/v1/payment_methods', 'payment_method'),
  retrieval('/v1/balance_transactions', 'balance_transaction'),
  retrieval('/v1/refunds', 'refund'),
  retrieval('/v1/disputes', 'dispute'),
  retrieval('/v1/events', 'event'),
  endpoint({
    method: 'GET',
    path: '/v1/events',
    parameters: heldTo<Stripe.EventListParams>()(
      z.strictObject({
        ...pageOfList,
        created: createdFilter,
        type: text.exactOptional(),
        types: z.array(text).max(20).exactOptional(),
        delivery_success: boolean.exactOptional(),
      }),
    ),
    answer: (
      { state, time },
      { parameters: { created, type, types, delivery_success: isSent, ...paging } },
    ) =>
      listPage(state, 'event', paging, {
        url: '/v1/events',
        keep: (event) =>
          event.created >= time.seconds() - EVENTS_KEPT_S &&
          createdWithin(event.created, created) &&
          (type === undefined || event.type === type) &&
          (types === undefined || types.includes(event.type)) &&
          (isSent === undefined || isSent === (event.pending_webhooks === 0)),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/account',
    parameters: nothing,
    answer: () => ({
      ...{ id: 'acct_Sandbox', object: 'account', country: 'US', default_currency: 'usd', type: 'standard' },
      ...{ charges_enabled: true, payouts_enabled: true, details_submitted: true, email: null, metadata: {} },
    }),
  }),
]
