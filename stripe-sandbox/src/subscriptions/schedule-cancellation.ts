import type { Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'
import { changed } from './update-subscription.ts'

const STANDS = { comment: null, feedback: null, feedback_option: null, reason: null }

/** Sets the day it will end, or with null takes that back. The classic form says so by its flag as well. */
export const endAt = (
  world: World,
  subscription: Subscription,
  at: number | null,
  { byFlag, comment = null }: { byFlag: boolean; comment?: string | null },
): Subscription => {
  unschedule(world, 'end', subscription.id)
  if (at !== null) schedule(world, { at, kind: 'end', object: subscription.id })
  const requested = { ...STANDS, comment, reason: 'cancellation_requested' as const }
  return changed(world, subscription, {
    cancel_at: at,
    cancel_at_period_end: at !== null && byFlag,
    canceled_at: at === null ? null : world.time.seconds(),
    cancellation_details: at === null ? STANDS : requested,
  })
}
