import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildInvoice } from '../../builders/build-invoice.ts'
import { markUncollectible, voidInvoice } from '../../invoices/close-invoice.ts'
import { draftInvoice, scheduleFinalization } from '../../invoices/draft-invoice.ts'
import { finalizeInvoice } from '../../invoices/finalize-invoice.ts'
import { addInterval, intervalCountOf, intervalOf } from '../../objects/interval.ts'
import { idOf, subscriptionOfInvoice } from '../../objects/references.ts'
import type { Invoice } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { currencyCode } from '../catalogue/price-parameters.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject, findReferenced } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import {
  boolean,
  createdFilter,
  expand,
  integer,
  metadata,
  noParameters,
  pagination,
  schemaFor,
  text,
} from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { rejectDeletedCustomer } from '../customers/reject-deleted-customer.ts'
import { payByApi, payParameters } from './pay-invoice.ts'

const listParameters = schemaFor<Stripe.InvoiceListParams>()(
  z.strictObject({
    ...pagination,
    created: createdFilter,
    customer: text.exactOptional(),
    subscription: text.exactOptional(),
    status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).exactOptional(),
  }),
)

const createParameters = schemaFor<Stripe.InvoiceCreateParams>()(
  z.strictObject({
    customer: text,
    description: text.exactOptional(),
    collection_method: z.enum(['charge_automatically', 'send_invoice']).exactOptional(),
    days_until_due: integer.exactOptional(),
    pending_invoice_items_behavior: z.enum(['include', 'exclude']).exactOptional(),
    auto_advance: boolean.exactOptional(),
    currency: currencyCode.exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const create = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof createParameters> },
): Invoice => {
  const customer = findReferenced(context, 'customer', { id: parameters.customer, param: 'customer' })
  const now = context.clock.seconds()
  const invoice = draftInvoice(context, {
    customer,
    subscription: null,
    reason: 'manual',
    periodStart: now,
    periodEnd: now,
    currency: parameters.currency ?? customer.currency ?? 'usd',
    autoAdvance: parameters.auto_advance ?? false,
    metadata: parameters.metadata ?? {},
    collection: parameters.collection_method ?? 'charge_automatically',
  })
  scheduleFinalization(context, invoice)
  return invoice
}

const previewParameters = schemaFor<Stripe.InvoiceCreatePreviewParams>()(
  z.strictObject({ customer: text.exactOptional(), subscription: text, expand }),
)

const preview = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof previewParameters> },
): Invoice => {
  const subscription = findReferenced(context, 'subscription', {
    id: parameters.subscription,
    param: 'subscription',
  })
  const customer = findReferenced(context, 'customer', {
    id: idOf(subscription.customer) ?? '',
    param: 'customer',
  })
  const [item] = subscription.items.data
  const start = item?.current_period_end ?? context.clock.seconds()
  const built = buildInvoice({
    created: start,
    customer,
    subscription,
    reason: 'subscription_cycle',
    currency: subscription.currency,
    periodStart: start,
    periodEnd: item ? addInterval(start, intervalOf(item.price), intervalCountOf(item.price)) : start,
    items: [],
  })
  return { ...built, id: `upcoming_${built.id}` }
}

const requireStatus = (invoice: Invoice, ...statuses: string[]): Invoice => {
  if (statuses.includes(invoice.status ?? '')) return invoice
  throw invalidRequest(
    `This invoice is ${invoice.status}; the call needs one that is ${statuses.join(' or ')}.`,
    'invoice_not_editable',
  )
}

const invoiceAction = (action: string, work: (context: Context, invoice: Invoice) => Invoice): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/v1/invoices/:id/${action}`,
    parameters: noParameters,
    handle: (context, { id }) => work(context, findObject(context, 'invoice', id)),
  })

export const invoiceEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/invoices/create_preview',
    parameters: previewParameters,
    handle: preview,
  }),
  endpoint({ method: 'POST', path: '/v1/invoices', parameters: createParameters, handle: create }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices',
    parameters: listParameters,
    handle: (context, { parameters: { created, customer, subscription, status, ...paging } }) => {
      rejectDeletedCustomer(context, customer)
      return listPage(context.state, 'invoice', {
        paging,
        url: '/v1/invoices',
        customer,
        keep: (invoice) =>
          createdWithin(invoice.created, created) &&
          (customer === undefined || idOf(invoice.customer) === customer) &&
          (subscription === undefined || subscriptionOfInvoice(invoice) === subscription) &&
          (status === undefined || invoice.status === status),
      })
    },
  }),
  endpoint({ method: 'POST', path: '/v1/invoices/:id/pay', parameters: payParameters, handle: payByApi }),
  invoiceAction('finalize', (context, invoice) => finalizeInvoice(context, requireStatus(invoice, 'draft'))),
  invoiceAction('void', (context, invoice) =>
    voidInvoice(context, requireStatus(invoice, 'open', 'uncollectible')),
  ),
  invoiceAction('mark_uncollectible', (context, invoice) =>
    markUncollectible(context, requireStatus(invoice, 'open')),
  ),
  invoiceAction('send', (context, invoice) => {
    const opened = invoice.status === 'draft' ? finalizeInvoice(context, invoice) : invoice
    context.emit('invoice.sent', opened)
    return opened
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id',
    parameters: schemaFor<Stripe.InvoiceUpdateParams>()(
      z.strictObject({
        metadata: metadata.exactOptional(),
        auto_advance: boolean.exactOptional(),
        description: text.exactOptional(),
        expand,
      }),
    ),
    handle: (context, { id, parameters: { metadata: changedMetadata = {}, ...more } }) => {
      const before = findObject(context, 'invoice', id)
      const after: Invoice = {
        ...before,
        metadata: { ...before.metadata, ...changedMetadata },
        ...(more.auto_advance === undefined ? {} : { auto_advance: more.auto_advance }),
        ...(more.description === undefined ? {} : { description: more.description }),
      }
      context.state.put('invoice', id, after)
      context.emit('invoice.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/invoices/:id',
    parameters: noParameters,
    handle: (context, { id }) => {
      const invoice = requireStatus(findObject(context, 'invoice', id), 'draft')
      context.state.remove('invoice', id)
      context.emit('invoice.deleted', invoice)
      return { id, object: 'invoice', deleted: true } satisfies Stripe.DeletedInvoice
    },
  }),
]
