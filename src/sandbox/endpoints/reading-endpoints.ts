import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../life/world.ts'
import type { TableName } from '../state.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { createdWithin, listPage } from './listing.ts'
import { createdFilter, heldTo, nothing, pageOfList, text } from './parameters.ts'
import { noSuch } from './stripe-error.ts'

/** `GET /v1/things/:id` for what is only read. */
const retrieval = (path: string, table: TableName, kind: string): Endpoint =>
  endpoint({
    method: 'GET',
    path: `${path}/:id`,
    parameters: nothing,
    answer: ({ state }, { id }) => {
      const found = state.get(table, id)
      if (found === undefined) throw noSuch(kind, id)
      return found
    },
  })

const chargeList = heldTo<Stripe.ChargeListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    customer: text.exactOptional(),
    payment_intent: text.exactOptional(),
  }),
)
const invoiceList = heldTo<Stripe.InvoiceListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    customer: text.exactOptional(),
    subscription: text.exactOptional(),
    status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).exactOptional(),
  }),
)
const intentList = heldTo<Stripe.PaymentIntentListParams>()(
  z.strictObject({ ...pageOfList, created: createdFilter, customer: text.exactOptional() }),
)
const settlementList = heldTo<Stripe.BalanceTransactionListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    source: text.exactOptional(),
    type: text.exactOptional(),
  }),
)
const eventList = heldTo<Stripe.EventListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    type: text.exactOptional(),
    types: z.array(text).max(20).exactOptional(),
  }),
)
const paymentList = heldTo<Stripe.InvoicePaymentListParams>()(
  z.strictObject({ ...pageOfList, invoice: text.exactOptional() }),
)

export const readingEndpoints: Endpoint[] = [
  retrieval('/v1/charges', 'charge', 'charge'),
  retrieval('/v1/invoices', 'invoice', 'invoice'),
  retrieval('/v1/payment_intents', 'payment_intent', 'payment_intent'),
  retrieval('/v1/balance_transactions', 'balance_transaction', 'balance_transaction'),
  retrieval('/v1/invoice_payments', 'invoice_payment', 'invoice_payment'),
  retrieval('/v1/payment_methods', 'payment_method', 'PaymentMethod'),
  retrieval('/v1/prices', 'price', 'price'),
  retrieval('/v1/events', 'event', 'event'),
  endpoint({
    method: 'GET',
    path: '/v1/charges',
    parameters: chargeList,
    answer: ({ state }, { parameters: { created, customer, payment_intent: intent, ...paging } }) =>
      listPage(state, 'charge', paging, {
        url: '/v1/charges',
        keep: (charge) =>
          createdWithin(charge.created, created) &&
          (customer === undefined || idOf(charge.customer) === customer) &&
          (intent === undefined || idOf(charge.payment_intent) === intent),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices',
    parameters: invoiceList,
    answer: ({ state }, { parameters: { created, customer, subscription, status, ...paging } }) =>
      listPage(state, 'invoice', paging, {
        url: '/v1/invoices',
        keep: (invoice) =>
          createdWithin(invoice.created, created) &&
          (customer === undefined || idOf(invoice.customer) === customer) &&
          (subscription === undefined ||
            idOf(invoice.parent?.subscription_details?.subscription) === subscription) &&
          (status === undefined || invoice.status === status),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents',
    parameters: intentList,
    answer: ({ state }, { parameters: { created, customer, ...paging } }) =>
      listPage(state, 'payment_intent', paging, {
        url: '/v1/payment_intents',
        keep: (intent) =>
          createdWithin(intent.created, created) &&
          (customer === undefined || idOf(intent.customer) === customer),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/balance_transactions',
    parameters: settlementList,
    answer: ({ state }, { parameters: { created, source, type, ...paging } }) =>
      listPage(state, 'balance_transaction', paging, {
        url: '/v1/balance_transactions',
        keep: (settlement) =>
          createdWithin(settlement.created, created) &&
          (source === undefined || settlement.source === source) &&
          (type === undefined || settlement.type === type),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/events',
    parameters: eventList,
    answer: ({ state }, { parameters: { created, type, types, ...paging } }) =>
      listPage(state, 'event', paging, {
        url: '/v1/events',
        keep: (event) =>
          createdWithin(event.created, created) &&
          (type === undefined || event.type === type) &&
          (types === undefined || types.includes(event.type)),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments',
    parameters: paymentList,
    answer: ({ state }, { parameters: { invoice, ...paging } }) =>
      listPage(state, 'invoice_payment', paging, {
        url: '/v1/invoice_payments',
        keep: (payment) => invoice === undefined || idOf(payment.invoice) === invoice,
      }),
  }),
]
