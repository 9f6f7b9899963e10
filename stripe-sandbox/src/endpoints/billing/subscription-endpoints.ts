import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../../objects/references.ts'
import type { Subscription } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { cancel } from '../../subscriptions/cancel-subscription.ts'
import { changed } from '../../subscriptions/update-subscription.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { boolean, createdFilter, expand, heldTo, nothing, pageOfList, text } from '../core/parameters.ts'
import { invalidRequest, noSuch } from '../core/stripe-error.ts'
import { refuseDeleted } from '../customers/refuse-deleted.ts'
import { createParameters, createSubscription, itemWanted } from './create-subscription.ts'
import { details, PRORATIONS, update, updateParameters } from './update-subscription.ts'

const STATUSES = [
  ...['all', 'active', 'canceled', 'ended', 'incomplete', 'incomplete_expired', 'past_due', 'paused'],
  ...['trialing', 'unpaid'],
] as const

const listParameters = heldTo<Stripe.SubscriptionListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    customer: text.exactOptional(),
    price: text.exactOptional(),
    status: z.enum(STATUSES).exactOptional(),
  }),
)

const cancelParameters = heldTo<Stripe.SubscriptionCancelParams>()(
  z.strictObject({
    cancellation_details: details,
    invoice_now: boolean.exactOptional(),
    prorate: boolean.exactOptional(),
    expand,
  }),
)

const end = (
  world: World,
  { id, parameters }: { id: string; parameters: z.infer<typeof cancelParameters> },
): Subscription => {
  const subscription = found(world, 'subscription', id)
  if (subscription.ended_at !== null) throw noSuch('subscription', id)
  const { comment, feedback } = parameters.cancellation_details ?? {}
  return cancel(world, subscription, {
    ...{ comment: comment || null, feedback: feedback ?? null, feedback_option: null },
    reason: 'cancellation_requested',
  })
}

const keepsStatus = (subscription: Subscription, wanted: string | undefined): boolean => {
  if (wanted === 'all') return true
  if (wanted === undefined) return subscription.ended_at === null
  if (wanted === 'ended') return subscription.ended_at !== null
  return subscription.status === wanted
}

export const subscriptionEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions',
    parameters: createParameters,
    answer: createSubscription,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions',
    parameters: listParameters,
    answer: (world, { parameters: { created, customer, price, status, ...paging } }) => {
      refuseDeleted(world, customer)
      return listPage(world.state, 'subscription', paging, {
        url: '/v1/subscriptions',
        customer,
        keep: (subscription) =>
          createdWithin(subscription.created, created) &&
          (customer === undefined || idOf(subscription.customer) === customer) &&
          (price === undefined || subscription.items.data.some((item) => item.price.id === price)) &&
          keepsStatus(subscription, status),
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    parameters: nothing,
    answer: (world, { id }) => found(world, 'subscription', id),
  }),
  endpoint({ method: 'POST', path: '/v1/subscriptions/:id', parameters: updateParameters, answer: update }),
  endpoint({ method: 'DELETE', path: '/v1/subscriptions/:id', parameters: cancelParameters, answer: end }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    parameters: nothing,
    answer: (world, { id }) => {
      const subscription = found(world, 'subscription', id)
      if (subscription.status !== 'paused') throw invalidRequest('Only paused subscriptions can be resumed.')
      return changed(world, subscription, { status: 'active' }, 'customer.subscription.resumed')
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscription_items/:id',
    parameters: heldTo<Stripe.SubscriptionItemUpdateParams>()(
      itemWanted.extend({ proration_behavior: z.enum(PRORATIONS).exactOptional(), expand }),
    ),
    answer: (world, { id, parameters: { proration_behavior: proration, expand: _expand, ...wanted } }) => {
      const owner = world.state
        .all('subscription')
        .find((each) => each.items.data.some((item) => item.id === id))
      if (!owner) throw noSuch('subscription_item', id)
      const item = { ...wanted, id }
      const after = update(world, {
        id: owner.id,
        parameters: { items: [item], ...(proration ? { proration_behavior: proration } : {}) },
      })
      return after.items.data.find((each) => each.id === id)
    },
  }),
]
