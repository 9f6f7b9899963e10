import type { Subscription } from '../builders/wire.ts'
import { methodFor } from './invoicing.ts'
import { renew } from './subscribing.ts'
import { cancel, changed } from './subscription-states.ts'
import { idOf, unschedule, type World } from './world.ts'

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
