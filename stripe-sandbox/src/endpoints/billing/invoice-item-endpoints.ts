import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildInvoiceItem } from '../../builders/build-invoice-item.ts'
import { idOf } from '../../objects/references.ts'
import type { Context } from '../../state/context.ts'
import { currencyCode } from '../catalogue/price-parameters.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findIfGiven, findObject, findReferenced } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import { expand, integer, metadata, noParameters, pagination, schemaFor, text } from '../core/parameters.ts'

const itemParameters = schemaFor<Stripe.InvoiceItemCreateParams>()(
  z.strictObject({
    customer: text,
    amount: integer,
    currency: currencyCode.exactOptional(),
    description: text.exactOptional(),
    subscription: text.exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const createItem = (context: Context, { parameters }: { parameters: z.infer<typeof itemParameters> }) => {
  const { state, clock, emit } = context
  const customer = findReferenced(context, 'customer', { id: parameters.customer, param: 'customer' })
  findIfGiven(context, 'subscription', { id: parameters.subscription, param: 'subscription' })
  const item = buildInvoiceItem({
    created: clock.seconds(),
    customer: customer.id,
    currency: parameters.currency ?? customer.currency ?? 'usd',
    amount: parameters.amount,
    quantity: 1,
    price: null,
    description: parameters.description ?? null,
    subscription: parameters.subscription ?? null,
    invoice: null,
    proration: false,
    period: { start: clock.seconds(), end: clock.seconds() },
    metadata: parameters.metadata ?? {},
  })
  state.put('invoiceitem', item.id, item)
  emit('invoiceitem.created', item)
  return item
}

export const invoiceItemEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/invoiceitems', parameters: itemParameters, handle: createItem }),
  endpoint({
    method: 'DELETE',
    path: '/v1/invoiceitems/:id',
    parameters: noParameters,
    handle: (context, { id }) => {
      const item = findObject(context, 'invoiceitem', id)
      context.state.remove('invoiceitem', id)
      context.emit('invoiceitem.deleted', item)
      return { id, object: 'invoiceitem', deleted: true } satisfies Stripe.DeletedInvoiceItem
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments',
    parameters: schemaFor<Stripe.InvoicePaymentListParams>()(
      z.strictObject({
        ...pagination,
        invoice: text.exactOptional(),
        payment: z
          .strictObject({ type: z.literal('payment_intent'), payment_intent: text.exactOptional() })
          .exactOptional(),
        status: z.enum(['canceled', 'open', 'paid']).exactOptional(),
      }),
    ),
    handle: ({ state }, { parameters: { invoice, payment, status, ...paging } }) =>
      listPage(state, 'invoice_payment', {
        paging,
        url: '/v1/invoice_payments',
        keep: (each) =>
          (invoice === undefined || idOf(each.invoice) === invoice) &&
          (payment?.payment_intent === undefined ||
            idOf(each.payment.payment_intent) === payment.payment_intent) &&
          (status === undefined || each.status === status),
      }),
  }),
]
