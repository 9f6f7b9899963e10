import { methodFor } from '../invoices/collect-invoice.ts'
import { idOf } from '../objects/references.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'
import { cancel } from '../subscriptions/cancel-subscription.ts'
import { changed } from '../subscriptions/update-subscription.ts'
import { billNow } from './bill-now.ts'
import { renew } from './renew-subscription.ts'

/** From now until `end` nothing is charged; a first period begins then. The time until then has its own invoice, of nothing. */
export const beginTrial = (world: World, subscription: Subscription, end: number): Subscription => {
  const now = world.time.seconds()
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: now,
    current_period_end: end,
  }))
  const trialing = changed(world, subscription, {
    items: { ...subscription.items, data: items },
    billing_cycle_anchor: end,
    status: 'trialing',
    trial_start: now,
    trial_end: end,
  })
  schedule(world, { at: end, kind: 'renew', object: subscription.id })
  return billNow(world, trialing, {
    periodStart: now,
    periodEnd: end,
    reason: 'subscription_update',
    free: true,
  })
}

/** A trial is over: the first period begins; without a card the subscription is paused or ended where that was agreed. */
export const endTrial = (world: World, subscription: Subscription): Subscription => {
  const { state, time } = world
  const now = time.seconds()
  const items = subscription.items.data.map((item) => ({ ...item, current_period_end: now }))
  const ended = {
    ...subscription,
    items: { ...subscription.items, data: items },
    billing_cycle_anchor: now,
    trial_end: now,
  }
  const invoice = state.get('invoice', idOf(subscription.latest_invoice) ?? '')
  const hasCard = invoice !== undefined && methodFor(world, invoice) !== undefined
  const without = hasCard ? null : subscription.trial_settings?.end_behavior.missing_payment_method
  if (without === 'pause') {
    unschedule(world, 'renew', subscription.id)
    return changed(world, ended, { status: 'paused' }, 'customer.subscription.paused')
  }
  if (without === 'cancel') return cancel(world, ended, ended.cancellation_details)
  state.put('subscription', subscription.id, ended)
  renew(world, ended)
  return state.get('subscription', subscription.id) ?? ended
}
