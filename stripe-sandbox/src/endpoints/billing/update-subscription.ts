import type { Stripe } from 'stripe'
import { z } from 'zod'
import { changeItem } from '../../billing/change-item.ts'
import { endTrial, startTrial } from '../../billing/trial.ts'
import type { Subscription } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { pauseCollection } from '../../subscriptions/pause-collection.ts'
import { scheduleCancellation } from '../../subscriptions/schedule-cancellation.ts'
import { updateSubscription } from '../../subscriptions/update-subscription.ts'
import { findObject } from '../core/find-object.ts'
import { boolean, expand, integer, metadata, orEmpty, schemaFor, text } from '../core/parameters.ts'
import { invalidRequest, resourceMissing } from '../core/stripe-error.ts'
import { findPaymentMethod } from '../customers/find-payment-method.ts'
import { itemParameters, itemPrice } from './create-subscription.ts'

const FEEDBACK = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const
export const cancellationDetails = z
  .strictObject({ comment: orEmpty(text).exactOptional(), feedback: z.enum(FEEDBACK).exactOptional() })
  .exactOptional()

export const PRORATIONS = ['none', 'create_prorations', 'always_invoice'] as const
export const updateParameters = schemaFor<Stripe.SubscriptionUpdateParams>()(
  z.strictObject({
    items: z.array(itemParameters.extend({ id: text.exactOptional() })).exactOptional(),
    proration_behavior: z.enum(PRORATIONS).exactOptional(),
    cancel_at_period_end: boolean.exactOptional(),
    cancel_at: orEmpty(integer).exactOptional(),
    cancellation_details: cancellationDetails,
    default_payment_method: text.exactOptional(),
    description: orEmpty(text).exactOptional(),
    metadata: metadata.exactOptional(),
    pause_collection: orEmpty(
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

export const updateByApi = (
  context: Context,
  { id, parameters }: { id: string; parameters: Update },
): Subscription => {
  const before = findObject(context, 'subscription', id)
  if (before.ended_at !== null)
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.')
  const steps = [changeItems, changeCancellation, changePause, changeTrial, changeRest]
  return steps.reduce((subscription, step) => step(context, subscription, parameters), before)
}

type Change = (context: Context, subscription: Subscription, update: Update) => Subscription

const changeItems: Change = (
  context,
  subscription,
  { items = [], proration_behavior: proration, trial_end: end },
) =>
  items.reduce((current, change) => {
    const item = current.items.data.find((each) => each.id === change.id)
    if (!item) throw resourceMissing('subscription_item', change.id ?? '', 'items[0][id]')
    const price = change.price || change.price_data ? itemPrice(context, change) : item.price
    if (price.currency !== current.currency)
      throw invalidRequest(
        `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${current.currency}\`.`,
      )
    const quantity = change.quantity ?? item.quantity ?? 1
    return changeItem(context, current, {
      item: item.id,
      price,
      quantity,
      isTrialNext: typeof end === 'number',
      proration: proration ?? 'create_prorations',
    })
  }, subscription)

const changeCancellation: Change = (context, subscription, update) => {
  const comment = update.cancellation_details?.comment ?? null
  if (update.cancel_at_period_end !== undefined) {
    const periodEnd = subscription.items.data[0]?.current_period_end ?? null
    const at = update.cancel_at_period_end ? periodEnd : null
    return scheduleCancellation(context, subscription, { at, isAtPeriodEnd: true, comment })
  }
  if (update.cancel_at === undefined) return subscription
  const at = update.cancel_at === '' ? null : update.cancel_at
  return scheduleCancellation(context, subscription, { at, isAtPeriodEnd: false, comment })
}

const changePause: Change = (context, subscription, { pause_collection: pause }) => {
  if (pause === undefined) return subscription
  const changed = pause === '' ? null : { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null }
  return pauseCollection(context, subscription, changed)
}

const changeTrial: Change = (context, subscription, { trial_end: end, proration_behavior: proration }) => {
  if (end === undefined) return subscription
  if (end === 'now')
    return subscription.status === 'trialing' ? endTrial(context, subscription) : subscription
  if (end <= context.clock.seconds())
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', 'trial_end')
  if (proration !== 'none')
    throw invalidRequest(
      'The sandbox begins a trial later than at the start only with proration_behavior=none.',
    )
  return startTrial(context, subscription, end)
}

const changeRest: Change = (context, subscription, update) => {
  const { default_payment_method: method, metadata, description } = update
  const changes = {
    ...(method === undefined
      ? {}
      : { default_payment_method: findPaymentMethod(context, method, 'default_payment_method').id }),
    ...(metadata === undefined ? {} : { metadata: { ...subscription.metadata, ...metadata } }),
    ...(description === undefined ? {} : { description: description || null }),
  }
  return Object.keys(changes).length === 0 ? subscription : updateSubscription(context, subscription, changes)
}
