import { paymentMethodOf } from '../invoices/collect-invoice.ts'
import { idOf } from '../objects/references.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule, unschedule } from '../state/schedule.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'
import { updateSubscription, updateWithEvent } from '../subscriptions/update-subscription.ts'
import { billImmediately } from './bill-immediately.ts'
import { renewSubscription } from './renew-subscription.ts'

/** Starts a trial until `end`, with an invoice of zero. The first paid period starts at `end`. */
export const startTrial = (context: Context, subscription: Subscription, end: number): Subscription => {
  const now = context.clock.seconds()
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: now,
    current_period_end: end,
  }))
  const trialing = updateSubscription(context, subscription, {
    items: { ...subscription.items, data: items },
    billing_cycle_anchor: end,
    status: 'trialing',
    trial_start: now,
    trial_end: end,
  })
  schedule(context, { at: end, kind: 'renew', object: subscription.id })
  return billImmediately(context, trialing, {
    periodStart: now,
    periodEnd: end,
    reason: 'subscription_update',
    isFree: true,
  })
}

/** Starts the first paid period. Without a payment method, `trial_settings` may pause or cancel instead. */
export const endTrial = (context: Context, subscription: Subscription): Subscription => {
  const { state, clock } = context
  const now = clock.seconds()
  const items = subscription.items.data.map((item) => ({ ...item, current_period_end: now }))
  const ended = {
    ...subscription,
    items: { ...subscription.items, data: items },
    billing_cycle_anchor: now,
    trial_end: now,
  }
  const invoice = state.get('invoice', idOf(subscription.latest_invoice) ?? '')
  const hasCard = invoice !== undefined && paymentMethodOf(context, invoice) !== undefined
  const without = hasCard ? null : subscription.trial_settings?.end_behavior.missing_payment_method
  if (without === 'pause') {
    unschedule(context, 'renew', subscription.id)
    return updateWithEvent(context, ended, {
      changes: { status: 'paused' },
      event: 'customer.subscription.paused',
    })
  }
  if (without === 'cancel') return cancelSubscription(context, ended, ended.cancellation_details)
  state.put('subscription', subscription.id, ended)
  renewSubscription(context, ended)
  return state.get('subscription', subscription.id) ?? ended
}
