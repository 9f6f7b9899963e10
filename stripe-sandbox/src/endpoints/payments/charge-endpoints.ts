import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../../objects/references.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { createdFilter, pagination, schemaFor, text } from '../core/parameters.ts'
import { rejectDeletedCustomer } from '../customers/reject-deleted-customer.ts'
import { metadataEndpoint } from './common-endpoints.ts'

export const chargeEndpoints: Endpoint[] = [
  metadataEndpoint('charge', '/v1/charges', ['charge.updated']),
  endpoint({
    method: 'GET',
    path: '/v1/charges',
    parameters: schemaFor<Stripe.ChargeListParams>()(
      z.strictObject({
        ...pagination,
        created: createdFilter,
        customer: text.exactOptional(),
        payment_intent: text.exactOptional(),
      }),
    ),
    handle: (context, { parameters: { created, customer, payment_intent: intent, ...paging } }) => {
      rejectDeletedCustomer(context, customer)
      return listPage(context.state, 'charge', {
        paging,
        url: '/v1/charges',
        customer,
        keep: (charge) =>
          createdWithin(charge.created, created) &&
          (customer === undefined || idOf(charge.customer) === customer) &&
          (intent === undefined || idOf(charge.payment_intent) === intent),
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/balance_transactions',
    parameters: schemaFor<Stripe.BalanceTransactionListParams>()(
      z.strictObject({
        ...pagination,
        created: createdFilter,
        source: text.exactOptional(),
        type: text.exactOptional(),
        currency: text.exactOptional(),
      }),
    ),
    handle: ({ state }, { parameters: { created, source, type, currency, ...paging } }) =>
      listPage(state, 'balance_transaction', {
        paging,
        url: '/v1/balance_transactions',
        keep: (each) =>
          createdWithin(each.created, created) &&
          (source === undefined || each.source === source) &&
          (type === undefined || each.type === type) &&
          (currency === undefined || each.currency === currency),
      }),
  }),
]
