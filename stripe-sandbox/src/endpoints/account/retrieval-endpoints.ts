import type { TableName } from '../../state/tables.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { nothing } from '../core/parameters.ts'

/** `GET /v1/things/:id` for what is only read. */
const retrieval = (path: string, table: TableName): Endpoint =>
  endpoint({
    method: 'GET',
    path: `${path}/:id`,
    parameters: nothing,
    answer: (world, { id }) => found(world, table, id),
  })

export const retrievalEndpoints: Endpoint[] = [
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
    path: '/v1/account',
    parameters: nothing,
    answer: () => ({
      ...{ id: 'acct_Sandbox', object: 'account', country: 'US', default_currency: 'usd', type: 'standard' },
      ...{ charges_enabled: true, payouts_enabled: true, details_submitted: true, email: null, metadata: {} },
    }),
  }),
]
