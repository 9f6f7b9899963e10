import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildInvoiceItem } from '../../builders/build-invoice-item.ts'
import { idOf } from '../../objects/references.ts'
import type { World } from '../../state/context.ts'
import { currencyCode } from '../catalogue/price-parameters.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found, foundIfNamed } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import { expand, heldTo, integer, metadata, nothing, pageOfList, text } from '../core/parameters.ts'

const itemParameters = heldTo<Stripe.InvoiceItemCreateParams>()(
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

const createItem = (world: World, { parameters: wanted }: { parameters: z.infer<typeof itemParameters> }) => {
  const { state, time, emit } = world
  const customer = found(world, 'customer', wanted.customer, 'customer')
  foundIfNamed(world, 'subscription', wanted.subscription, 'subscription')
  const made = buildInvoiceItem({
    created: time.seconds(),
    customer: customer.id,
    currency: wanted.currency ?? customer.currency ?? 'usd',
    amount: wanted.amount,
    quantity: 1,
    price: null,
    description: wanted.description ?? null,
    subscription: wanted.subscription ?? null,
    invoice: null,
    proration: false,
    period: { start: time.seconds(), end: time.seconds() },
    metadata: wanted.metadata ?? {},
  })
  state.put('invoiceitem', made.id, made)
  emit('invoiceitem.created', made)
  return made
}

export const invoiceItemEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/invoiceitems', parameters: itemParameters, answer: createItem }),
  endpoint({
    method: 'DELETE',
    path: '/v1/invoiceitems/:id',
    parameters: nothing,
    answer: (world, { id }) => {
      const item = found(world, 'invoiceitem', id)
      world.state.remove('invoiceitem', id)
      world.emit('invoiceitem.deleted', item)
      return { id, object: 'invoiceitem', deleted: true } satisfies Stripe.DeletedInvoiceItem
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments',
    parameters: heldTo<Stripe.InvoicePaymentListParams>()(
      z.strictObject({
        ...pageOfList,
        invoice: text.exactOptional(),
        payment: z
          .strictObject({ type: z.literal('payment_intent'), payment_intent: text.exactOptional() })
          .exactOptional(),
        status: z.enum(['canceled', 'open', 'paid']).exactOptional(),
      }),
    ),
    answer: ({ state }, { parameters: { invoice, payment, status, ...paging } }) =>
      listPage(state, 'invoice_payment', paging, {
        url: '/v1/invoice_payments',
        keep: (each) =>
          (invoice === undefined || idOf(each.invoice) === invoice) &&
          (payment?.payment_intent === undefined ||
            idOf(each.payment.payment_intent) === payment.payment_intent) &&
          (status === undefined || each.status === status),
      }),
  }),
]
