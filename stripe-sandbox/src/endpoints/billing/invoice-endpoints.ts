import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildInvoice } from '../../builders/build-invoice.ts'
import { markUncollectible, voidInvoice } from '../../invoices/close-invoice.ts'
import { draft, scheduleFinalizing } from '../../invoices/draft-invoice.ts'
import { finalize } from '../../invoices/finalize-invoice.ts'
import { addInterval, intervalCountOf, intervalOf } from '../../objects/interval.ts'
import { idOf, subscriptionOfInvoice } from '../../objects/references.ts'
import type { Invoice } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { currencyCode } from '../catalogue/price-parameters.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import {
  boolean,
  createdFilter,
  expand,
  heldTo,
  integer,
  metadata,
  nothing,
  pageOfList,
  text,
} from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { refuseDeleted } from '../customers/refuse-deleted.ts'
import { pay, payParameters } from './pay-invoice.ts'

const listParameters = heldTo<Stripe.InvoiceListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    customer: text.exactOptional(),
    subscription: text.exactOptional(),
    status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).exactOptional(),
  }),
)

const createParameters = heldTo<Stripe.InvoiceCreateParams>()(
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
  world: World,
  { parameters: wanted }: { parameters: z.infer<typeof createParameters> },
): Invoice => {
  const customer = found(world, 'customer', wanted.customer, 'customer')
  const now = world.time.seconds()
  const made = draft(world, {
    ...{ customer, subscription: null, reason: 'manual', periodStart: now, periodEnd: now },
    currency: wanted.currency ?? customer.currency ?? 'usd',
    autoAdvance: wanted.auto_advance ?? false,
    metadata: wanted.metadata ?? {},
    collection: wanted.collection_method ?? 'charge_automatically',
  })
  scheduleFinalizing(world, made)
  return made
}

const previewParameters = heldTo<Stripe.InvoiceCreatePreviewParams>()(
  z.strictObject({ customer: text.exactOptional(), subscription: text, expand }),
)

const preview = (
  world: World,
  { parameters }: { parameters: z.infer<typeof previewParameters> },
): Invoice => {
  const subscription = found(world, 'subscription', parameters.subscription, 'subscription')
  const customer = found(world, 'customer', idOf(subscription.customer) ?? '', 'customer')
  const [item] = subscription.items.data
  const start = item?.current_period_end ?? world.time.seconds()
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

const mustBe = (invoice: Invoice, ...statuses: string[]): Invoice => {
  if (statuses.includes(invoice.status ?? '')) return invoice
  throw invalidRequest(
    `This invoice is ${invoice.status}; the call needs one that is ${statuses.join(' or ')}.`,
    'invoice_not_editable',
  )
}

const act = (action: string, work: (world: World, invoice: Invoice) => Invoice): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/v1/invoices/:id/${action}`,
    parameters: nothing,
    answer: (world, { id }) => work(world, found(world, 'invoice', id)),
  })

export const invoiceEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/invoices/create_preview',
    parameters: previewParameters,
    answer: preview,
  }),
  endpoint({ method: 'POST', path: '/v1/invoices', parameters: createParameters, answer: create }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices',
    parameters: listParameters,
    answer: (world, { parameters: { created, customer, subscription, status, ...paging } }) => {
      refuseDeleted(world, customer)
      return listPage(world.state, 'invoice', paging, {
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
  endpoint({ method: 'POST', path: '/v1/invoices/:id/pay', parameters: payParameters, answer: pay }),
  act('finalize', (world, invoice) => finalize(world, mustBe(invoice, 'draft'))),
  act('void', (world, invoice) => voidInvoice(world, mustBe(invoice, 'open', 'uncollectible'))),
  act('mark_uncollectible', (world, invoice) => markUncollectible(world, mustBe(invoice, 'open'))),
  act('send', (world, invoice) => {
    const opened = invoice.status === 'draft' ? finalize(world, invoice) : invoice
    world.emit('invoice.sent', opened)
    return opened
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id',
    parameters: heldTo<Stripe.InvoiceUpdateParams>()(
      z.strictObject({
        metadata: metadata.exactOptional(),
        auto_advance: boolean.exactOptional(),
        description: text.exactOptional(),
        expand,
      }),
    ),
    answer: (world, { id, parameters: { metadata: notes = {}, ...more } }) => {
      const before = found(world, 'invoice', id)
      const after: Invoice = {
        ...before,
        metadata: { ...before.metadata, ...notes },
        ...(more.auto_advance === undefined ? {} : { auto_advance: more.auto_advance }),
        ...(more.description === undefined ? {} : { description: more.description }),
      }
      world.state.put('invoice', id, after)
      world.emit('invoice.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/invoices/:id',
    parameters: nothing,
    answer: (world, { id }) => {
      const invoice = mustBe(found(world, 'invoice', id), 'draft')
      world.state.remove('invoice', id)
      world.emit('invoice.deleted', invoice)
      return { id, object: 'invoice', deleted: true } satisfies Stripe.DeletedInvoice
    },
  }),
]
