import type { Stripe } from 'stripe'
import { z } from 'zod'
import { changeItem } from '../../billing/change-item.ts'
import { beginTrial, endTrial } from '../../billing/trial.ts'
import type { Subscription } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { pauseCollection } from '../../subscriptions/pause-collection.ts'
import { endAt } from '../../subscriptions/schedule-cancellation.ts'
import { changed } from '../../subscriptions/update-subscription.ts'
import { found } from '../core/find-object.ts'
import { boolean, emptyable, expand, heldTo, integer, metadata, text } from '../core/parameters.ts'
import { invalidRequest, noSuch } from '../core/stripe-error.ts'
import { methodNamed } from '../customers/find-payment-method.ts'
import { itemPrice, itemWanted } from './create-subscription.ts'

const FEEDBACK = [
  ...['customer_service', 'low_quality', 'missing_features', 'other', 'switched_service'],
  ...['too_complex', 'too_expensive', 'unused'],
] as const
/** Why somebody ends it, as far as they say. */
export const details = z
  .strictObject({ comment: emptyable(text).exactOptional(), feedback: z.enum(FEEDBACK).exactOptional() })
  .exactOptional()

export const PRORATIONS = ['none', 'create_prorations', 'always_invoice'] as const
export const updateParameters = heldTo<Stripe.SubscriptionUpdateParams>()(
  z.strictObject({
    items: z.array(itemWanted.extend({ id: text.exactOptional() })).exactOptional(),
    proration_behavior: z.enum(PRORATIONS).exactOptional(),
    cancel_at_period_end: boolean.exactOptional(),
    cancel_at: emptyable(integer).exactOptional(),
    cancellation_details: details,
    default_payment_method: text.exactOptional(),
    description: emptyable(text).exactOptional(),
    metadata: metadata.exactOptional(),
    pause_collection: emptyable(
      z.strictObject({
        behavior: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']),
        resumes_at: integer.exactOptional(),
      }),
    ).exactOptional(),
    trial_end: z.union([z.literal('now'), integer]).exactOptional(),
    payment_behavior: z
      .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'])
      .exactOptional(),
    expand,
  }),
)
type Update = z.infer<typeof updateParameters>

export const update = (
  world: World,
  { id, parameters }: { id: string; parameters: Update },
): Subscription => {
  const before = found(world, 'subscription', id)
  if (before.ended_at !== null)
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.')
  const steps = [changeItems, changeEnd, changePause, changeTrial, changeRest]
  return steps.reduce((subscription, step) => step(world, subscription, parameters), before)
}

type Step = (world: World, subscription: Subscription, wanted: Update) => Subscription

const changeItems: Step = (
  world,
  subscription,
  { items = [], proration_behavior: proration, trial_end: end },
) =>
  items.reduce((current, wanted) => {
    const item = current.items.data.find((each) => each.id === wanted.id)
    if (!item) throw noSuch('subscription_item', wanted.id ?? '', 'items[0][id]')
    const price = wanted.price || wanted.price_data ? itemPrice(world, wanted) : item.price
    if (price.currency !== current.currency)
      throw invalidRequest(
        `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${current.currency}\`.`,
      )
    const quantity = wanted.quantity ?? item.quantity ?? 1
    const change = { item: item.id, price, quantity, isFreeUntilLater: typeof end === 'number' }
    return changeItem(world, current, change, proration ?? 'create_prorations')
  }, subscription)

const changeEnd: Step = (world, subscription, wanted) => {
  const comment = wanted.cancellation_details?.comment ?? null
  if (wanted.cancel_at_period_end !== undefined) {
    const end = subscription.items.data[0]?.current_period_end ?? null
    return endAt(world, subscription, wanted.cancel_at_period_end ? end : null, { byFlag: true, comment })
  }
  if (wanted.cancel_at === undefined) return subscription
  return endAt(world, subscription, wanted.cancel_at === '' ? null : wanted.cancel_at, {
    byFlag: false,
    comment,
  })
}

const changePause: Step = (world, subscription, { pause_collection: pause }) => {
  if (pause === undefined) return subscription
  const wanted = pause === '' ? null : { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null }
  return pauseCollection(world, subscription, wanted)
}

const changeTrial: Step = (world, subscription, { trial_end: end, proration_behavior: proration }) => {
  if (end === undefined) return subscription
  if (end === 'now') return subscription.status === 'trialing' ? endTrial(world, subscription) : subscription
  if (end <= world.time.seconds())
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', 'trial_end')
  if (proration !== 'none')
    throw invalidRequest(
      'The sandbox begins a trial later than at the start only with proration_behavior=none.',
    )
  return beginTrial(world, subscription, end)
}

const changeRest: Step = (world, subscription, wanted) => {
  const { default_payment_method: method, metadata: notes, description } = wanted
  const changes = {
    ...(method === undefined
      ? {}
      : { default_payment_method: methodNamed(world, method, 'default_payment_method').id }),
    ...(notes === undefined ? {} : { metadata: { ...subscription.metadata, ...notes } }),
    ...(description === undefined ? {} : { description: description || null }),
  }
  return Object.keys(changes).length === 0 ? subscription : changed(world, subscription, changes)
}
