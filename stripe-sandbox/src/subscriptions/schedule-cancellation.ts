import type { Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'
import { updateSubscription } from './update-subscription.ts'

const NO_DETAILS = { comment: null, feedback: null, feedback_option: null, reason: null }

type Cancellation = {
  /** In seconds. Null keeps the subscription. */
  at: number | null
  /** Sets `cancel_at_period_end` too, as the older form of the call does. */
  isAtPeriodEnd: boolean
  comment?: string | null
}

/** Sets or removes the time at which a subscription is canceled. */
export const scheduleCancellation = (
  context: Context,
  subscription: Subscription,
  { at, isAtPeriodEnd, comment = null }: Cancellation,
): Subscription => {
  unschedule(context, 'end', subscription.id)
  if (at !== null) schedule(context, { at, kind: 'end', object: subscription.id })
  const requested = { ...NO_DETAILS, comment, reason: 'cancellation_requested' as const }
  return updateSubscription(context, subscription, {
    cancel_at: at,
    cancel_at_period_end: at !== null && isAtPeriodEnd,
    canceled_at: at === null ? null : context.clock.seconds(),
    cancellation_details: at === null ? NO_DETAILS : requested,
  })
}
