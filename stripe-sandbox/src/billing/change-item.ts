import { planOf } from '../builders/build-price.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import type { Price, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'
import { billImmediately } from './bill-immediately.ts'
import { createProrations } from './create-prorations.ts'

type ItemChange = {
  item: string
  price: Price
  quantity: number
  /** The same call starts a trial, so nothing is charged and no period begins. */
  isTrialNext: boolean
  proration: Proration
}
type Proration = 'none' | 'create_prorations' | 'always_invoice'

/** Changes the price or quantity of an item. Another interval starts a new period and bills it now. */
export const changeItem = (
  context: Context,
  subscription: Subscription,
  { item, price, quantity, isTrialNext, proration }: ItemChange,
): Subscription => {
  const { clock } = context
  const before = subscription.items.data.find((each) => each.id === item)
  if (!before) throw new Error('An item of another subscription')
  const now = clock.seconds()
  const isNewPeriod =
    !isTrialNext &&
    (intervalOf(before.price) !== intervalOf(price) ||
      intervalCountOf(before.price) !== intervalCountOf(price))
  const periodEnd = isNewPeriod
    ? addInterval(now, intervalOf(price), intervalCountOf(price))
    : before.current_period_end
  const data = subscription.items.data.map((each) =>
    each.id !== item
      ? each
      : {
          ...each,
          price,
          plan: planOf(price),
          quantity,
          current_period_start: isNewPeriod ? now : each.current_period_start,
          current_period_end: periodEnd,
        },
  )
  if (proration !== 'none') createProrations(context, subscription, { before, price, quantity })
  const after = updateSubscription(context, subscription, {
    items: { ...subscription.items, data },
    ...(isNewPeriod ? { billing_cycle_anchor: now } : {}),
  })
  if (!isNewPeriod && proration !== 'always_invoice') return after
  if (isNewPeriod) schedule(context, { at: periodEnd, kind: 'renew', object: subscription.id })
  return billImmediately(context, after, {
    periodStart: now,
    periodEnd,
    reason: isNewPeriod ? 'subscription_update' : 'manual',
  })
}
