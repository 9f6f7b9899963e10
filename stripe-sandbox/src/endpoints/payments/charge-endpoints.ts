import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../../objects/references.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { createdFilter, heldTo, pageOfList, text } from '../core/parameters.ts'
import { refuseDeleted } from '../customers/refuse-deleted.ts'
import { noted } from './shared-endpoints.ts'

export const chargeEndpoints: Endpoint[] = [
  noted('charge', '/v1/charges', ['charge.updated']),
  endpoint({
    method: 'GET',
    path: '/v1/charges',
    parameters: heldTo<Stripe.ChargeListParams>()(
      z.strictObject({
        ...pageOfList,
        created: createdFilter,
        customer: text.exactOptional(),
        payment_intent: text.exactOptional(),
      }),
    ),
    answer: (world, { parameters: { created, customer, payment_intent: intent, ...paging } }) => {
      refuseDeleted(world, customer)
      return listPage(world.state, 'charge', paging, {
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
    parameters: heldTo<Stripe.BalanceTransactionListParams>()(
      z.strictObject({
        ...pageOfList,
        created: createdFilter,
        source: text.exactOptional(),
        type: text.exactOptional(),
        currency: text.exactOptional(),
      }),
    ),
    answer: ({ state }, { parameters: { created, source, type, currency, ...paging } }) =>
      listPage(state, 'balance_transaction', paging, {
        url: '/v1/balance_transactions',
        keep: (each) =>
          createdWithin(each.created, created) &&
          (source === undefined || each.source === source) &&
          (type === undefined || each.type === type) &&
          (currency === undefined || each.currency === currency),
      }),
  }),
]
