import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../../objects/references.ts'
import type { Subscription } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { cancelSubscription } from '../../subscriptions/cancel-subscription.ts'
import { updateWithEvent } from '../../subscriptions/update-subscription.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import {
  boolean,
  createdFilter,
  expand,
  noParameters,
  pagination,
  schemaFor,
  text,
} from '../core/parameters.ts'
import { invalidRequest, resourceMissing } from '../core/stripe-error.ts'
import { rejectDeletedCustomer } from '../customers/reject-deleted-customer.ts'
import { createParameters, createSubscription, itemParameters } from './create-subscription.ts'
import { cancellationDetails, PRORATIONS, updateByApi, updateParameters } from './update-subscription.ts'

const STATUSES = [
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
] as const

const listParameters = schemaFor<Stripe.SubscriptionListParams>()(
  z.strictObject({
    ...pagination,
    created: createdFilter,
    customer: text.exactOptional(),
    price: text.exactOptional(),
    status: z.enum(STATUSES).exactOptional(),
  }),
)

const cancelParameters = schemaFor<Stripe.SubscriptionCancelParams>()(
  z.strictObject({
    cancellation_details: cancellationDetails,
    invoice_now: boolean.exactOptional(),
    prorate: boolean.exactOptional(),
    expand,
  }),
)

const cancelByApi = (
  context: Context,
  { id, parameters }: { id: string; parameters: z.infer<typeof cancelParameters> },
): Subscription => {
  const subscription = findObject(context, 'subscription', id)
  if (subscription.ended_at !== null) throw resourceMissing('subscription', id)
  const { comment, feedback } = parameters.cancellation_details ?? {}
  return cancelSubscription(context, subscription, {
    comment: comment || null,
    feedback: feedback ?? null,
    feedback_option: null,
    reason: 'cancellation_requested',
  })
}

const matchesStatus = (subscription: Subscription, status: string | undefined): boolean => {
  if (status === 'all') return true
  if (status === undefined) return subscription.ended_at === null
  if (status === 'ended') return subscription.ended_at !== null
  return subscription.status === status
}

export const subscriptionEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions',
    parameters: createParameters,
    handle: createSubscription,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions',
    parameters: listParameters,
    handle: (context, { parameters: { created, customer, price, status, ...paging } }) => {
      rejectDeletedCustomer(context, customer)
      return listPage(context.state, 'subscription', {
        paging,
        url: '/v1/subscriptions',
        customer,
        keep: (subscription) =>
          createdWithin(subscription.created, created) &&
          (customer === undefined || idOf(subscription.customer) === customer) &&
          (price === undefined || subscription.items.data.some((item) => item.price.id === price)) &&
          matchesStatus(subscription, status),
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    parameters: noParameters,
    handle: (context, { id }) => findObject(context, 'subscription', id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    parameters: updateParameters,
    handle: updateByApi,
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    parameters: cancelParameters,
    handle: cancelByApi,
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    parameters: noParameters,
    handle: (context, { id }) => {
      const subscription = findObject(context, 'subscription', id)
      if (subscription.status !== 'paused') throw invalidRequest('Only paused subscriptions can be resumed.')
      return updateWithEvent(context, subscription, {
        changes: { status: 'active' },
        event: 'customer.subscription.resumed',
      })
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscription_items/:id',
    parameters: schemaFor<Stripe.SubscriptionItemUpdateParams>()(
      itemParameters.extend({ proration_behavior: z.enum(PRORATIONS).exactOptional(), expand }),
    ),
    handle: (context, { id, parameters: { proration_behavior: proration, expand: _expand, ...status } }) => {
      const owner = context.state
        .all('subscription')
        .find((each) => each.items.data.some((item) => item.id === id))
      if (!owner) throw resourceMissing('subscription_item', id)
      const item = { ...status, id }
      const after = updateByApi(context, {
        id: owner.id,
        parameters: { items: [item], ...(proration ? { proration_behavior: proration } : {}) },
      })
      return after.items.data.find((each) => each.id === id)
    },
  }),
]
