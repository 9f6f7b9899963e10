import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildCustomer } from '../builders/build-customer.ts'
import { buildProduct } from '../builders/build-price.ts'
import type { Customer, Product, Subscription } from '../builders/wire.ts'
import { cancel } from '../life/subscribing.ts'
import { idOf, type World } from '../life/world.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { createdWithin, listPage } from './listing.ts'
import { boolean, createdFilter, expand, heldTo, metadata, nothing, pageOfList, text } from './parameters.ts'
import { invalidRequest, noSuch } from './stripe-error.ts'

const productParameters = heldTo<Stripe.ProductCreateParams>()(
  z.strictObject({
    id: z
      .string()
      .regex(/^[\w-]{1,80}$/)
      .exactOptional(),
    name: text,
    description: text.exactOptional(),
    statement_descriptor: z.string().min(5).max(22).exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const createProduct = (
  { state, time }: World,
  { parameters }: { parameters: z.infer<typeof productParameters> },
): Product => {
  if (parameters.id !== undefined && state.get('product', parameters.id)) {
    throw invalidRequest(`Product already exists: ${parameters.id}`, 'resource_already_exists', 'id')
  }
  const product = buildProduct({
    ...(parameters.id === undefined ? {} : { id: parameters.id }),
    created: time.seconds(),
    name: parameters.name,
    description: parameters.description ?? null,
    statementDescriptor: parameters.statement_descriptor ?? null,
    metadata: parameters.metadata ?? {},
  })
  state.put('product', product.id, product)
  return product
}

const customerParameters = heldTo<Stripe.CustomerCreateParams>()(
  z.strictObject({
    email: z.email().exactOptional(),
    name: z.string().max(256).exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const customerOf = ({ state }: World, id: string): Customer => {
  const customer = state.get('customer', id)
  if (!customer) throw noSuch('customer', id)
  return customer
}

const subscriptionOf = ({ state }: World, id: string): Subscription => {
  const subscription = state.get('subscription', id)
  if (!subscription) throw noSuch('subscription', id)
  return subscription
}

const subscriptionList = heldTo<Stripe.SubscriptionListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    customer: text.exactOptional(),
    status: z
      .enum([
        'all',
        'active',
        'canceled',
        'ended',
        'incomplete',
        'incomplete_expired',
        'past_due',
        'paused',
        'trialing',
        'unpaid',
      ])
      .exactOptional(),
  }),
)

const cancelParameters = heldTo<Stripe.SubscriptionCancelParams>()(
  z.strictObject({
    cancellation_details: z.strictObject({ comment: text.exactOptional() }).exactOptional(),
    invoice_now: boolean.exactOptional(),
    prorate: boolean.exactOptional(),
    expand,
  }),
)

const keepsStatus = (subscription: Subscription, wanted: string | undefined): boolean => {
  if (wanted === 'all') return true
  if (wanted === undefined) return subscription.status !== 'canceled'
  if (wanted === 'ended') return subscription.ended_at !== null
  return subscription.status === wanted
}

export const objectEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/products', parameters: productParameters, answer: createProduct }),
  endpoint({
    method: 'GET',
    path: '/v1/products/:id',
    parameters: nothing,
    answer: ({ state }, { id }) => {
      const product = state.get('product', id)
      if (!product) throw noSuch('product', id)
      return product
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products',
    parameters: heldTo<Stripe.ProductListParams>()(
      z.strictObject({ ...pageOfList, active: boolean.exactOptional() }),
    ),
    answer: ({ state }, { parameters: { active, ...paging } }) =>
      listPage(state, 'product', paging, {
        url: '/v1/products',
        keep: (product) => active === undefined || product.active === active,
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers',
    parameters: customerParameters,
    answer: ({ state, time, emit }, { parameters }) => {
      const { email = null, name = null, metadata: notes = {} } = parameters
      const customer = buildCustomer({ created: time.seconds(), email, name, metadata: notes })
      state.put('customer', customer.id, customer)
      emit('customer.created', customer)
      return customer
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id',
    parameters: nothing,
    answer: (world, { id }) => customerOf(world, id),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers',
    parameters: heldTo<Stripe.CustomerListParams>()(
      z.strictObject({ ...pageOfList, created: createdFilter, email: text.exactOptional() }),
    ),
    answer: ({ state }, { parameters: { created, email, ...paging } }) =>
      listPage(state, 'customer', paging, {
        url: '/v1/customers',
        keep: (customer) =>
          createdWithin(customer.created, created) && (email === undefined || customer.email === email),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions',
    parameters: subscriptionList,
    answer: ({ state }, { parameters: { created, customer, status, ...paging } }) =>
      listPage(state, 'subscription', paging, {
        url: '/v1/subscriptions',
        keep: (subscription) =>
          createdWithin(subscription.created, created) &&
          (customer === undefined || idOf(subscription.customer) === customer) &&
          keepsStatus(subscription, status),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    parameters: nothing,
    answer: (world, { id }) => subscriptionOf(world, id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    parameters: cancelParameters,
    answer: (world, { id, parameters }) => {
      const subscription = subscriptionOf(world, id)
      if (subscription.status === 'canceled') throw noSuch('subscription', id)
      const comment = parameters.cancellation_details?.comment ?? null
      const reason = 'cancellation_requested' as const
      return cancel(world, subscription, { comment, feedback: null, feedback_option: null, reason })
    },
  }),
]
