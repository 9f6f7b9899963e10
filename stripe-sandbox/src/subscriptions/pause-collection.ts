import type { Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'
import { updateSubscription } from './update-subscription.ts'

export const pauseCollection = (
  context: Context,
  subscription: Subscription,
  pause: Subscription['pause_collection'],
): Subscription => {
  unschedule(context, 'resume', subscription.id)
  if (pause?.resumes_at) schedule(context, { at: pause.resumes_at, kind: 'resume', object: subscription.id })
  return updateSubscription(context, subscription, { pause_collection: pause })
}
