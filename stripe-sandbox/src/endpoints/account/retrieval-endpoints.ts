import { accountDescriptor } from '../../payments/statement-descriptor.ts'
import type { TableName } from '../../state/tables.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { noParameters } from '../core/parameters.ts'

const retrieveEndpoint = (path: string, table: TableName): Endpoint =>
  endpoint({
    method: 'GET',
    path: `${path}/:id`,
    parameters: noParameters,
    handle: (context, { id }) => findObject(context, table, id),
  })

export const retrievalEndpoints: Endpoint[] = [
  retrieveEndpoint('/v1/products', 'product'),
  retrieveEndpoint('/v1/prices', 'price'),
  retrieveEndpoint('/v1/charges', 'charge'),
  retrieveEndpoint('/v1/invoices', 'invoice'),
  retrieveEndpoint('/v1/invoiceitems', 'invoiceitem'),
  retrieveEndpoint('/v1/invoice_payments', 'invoice_payment'),
  retrieveEndpoint('/v1/payment_intents', 'payment_intent'),
  retrieveEndpoint('/v1/payment_methods', 'payment_method'),
  retrieveEndpoint('/v1/balance_transactions', 'balance_transaction'),
  retrieveEndpoint('/v1/refunds', 'refund'),
  retrieveEndpoint('/v1/disputes', 'dispute'),
  retrieveEndpoint('/v1/events', 'event'),
  endpoint({
    method: 'GET',
    path: '/v1/account',
    parameters: noParameters,
    handle: (context) => ({
      id: 'acct_Sandbox',
      object: 'account',
      country: 'US',
      default_currency: 'usd',
      type: 'standard',
      charges_enabled: true,
      payouts_enabled: true,
      details_submitted: true,
      email: null,
      metadata: {},
      settings: {
        card_payments: { statement_descriptor_prefix: null },
        payments: { statement_descriptor: accountDescriptor(context) },
      },
    }),
  }),
]
