import { planOf } from '../builders/build-price.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import type { Price, Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { changed } from '../subscriptions/update-subscription.ts'

import { billNow } from './bill-now.ts'
import { prorate } from './prorate.ts'

/** What a trial begins with is neither charged nor begun anew at once. */
type ItemChange = { item: string; price: Price; quantity: number; isFreeUntilLater: boolean }
type Proration = 'none' | 'create_prorations' | 'always_invoice'

/** Another amount or interval. An interval that changes begins a new period, and is billed, at once. */
export const changeItem = (
  world: World,
  subscription: Subscription,
  { item, price, quantity, isFreeUntilLater }: ItemChange,
  proration: Proration,
): Subscription => {
  const { time } = world
  const before = subscription.items.data.find((each) => each.id === item)
  if (!before) throw new Error('An item of another subscription')
  const now = time.seconds()
  const resets =
    !isFreeUntilLater &&
    (intervalOf(before.price) !== intervalOf(price) ||
      intervalCountOf(before.price) !== intervalCountOf(price))
  const periodEnd = resets
    ? addInterval(now, intervalOf(price), intervalCountOf(price))
    : before.current_period_end
  const data = subscription.items.data.map((each) =>
    each.id !== item
      ? each
      : {
          ...each,
          ...{ price, plan: planOf(price), quantity },
          current_period_start: resets ? now : each.current_period_start,
          current_period_end: periodEnd,
        },
  )
  if (proration !== 'none') prorate(world, subscription, { before, price, quantity })
  const after = changed(world, subscription, {
    items: { ...subscription.items, data },
    ...(resets ? { billing_cycle_anchor: now } : {}),
  })
  if (!resets && proration !== 'always_invoice') return after
  if (resets) schedule(world, { at: periodEnd, kind: 'renew', object: subscription.id })
  return billNow(world, after, {
    periodStart: now,
    periodEnd,
    reason: resets ? 'subscription_update' : 'manual',
  })
}
