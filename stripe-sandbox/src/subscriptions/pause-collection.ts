import type { Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'
import { changed } from './update-subscription.ts'

export const pauseCollection = (
  world: World,
  subscription: Subscription,
  pause: Subscription['pause_collection'],
): Subscription => {
  unschedule(world, 'resume', subscription.id)
  if (pause?.resumes_at) schedule(world, { at: pause.resumes_at, kind: 'resume', object: subscription.id })
  return changed(world, subscription, { pause_collection: pause })
}
