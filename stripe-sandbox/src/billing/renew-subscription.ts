import { draftInvoice, scheduleFinalization } from '../invoices/draft-invoice.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import { idOf } from '../objects/references.ts'
import type { Price, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'

/** A new period begins: it moves now, an hour before the money does. */
export const renewSubscription = (context: Context, subscription: Subscription): void => {
  const { state } = context
  const [item] = subscription.items.data
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!item || !customer || !['active', 'past_due', 'unpaid', 'trialing'].includes(subscription.status))
    return
  if (subscription.cancel_at !== null && subscription.cancel_at <= item.current_period_end) return
  const periodStart = item.current_period_end
  const periodEnd = nextPeriodEnd(subscription.billing_cycle_anchor, periodStart, item.price)
  const items = subscription.items.data.map((each) => ({
    ...each,
    current_period_start: periodStart,
    current_period_end: periodEnd,
  }))
  const moved = { ...subscription, items: { ...subscription.items, data: items } }
  const made = draftInvoice(context, {
    customer,
    subscription: moved,
    reason: 'subscription_cycle',
    currency: subscription.currency,
    periodStart,
    periodEnd,
    autoAdvance: subscription.status !== 'unpaid',
  })
  scheduleFinalization(context, made)
  schedule(context, { at: periodEnd, kind: 'renew', object: subscription.id })
  updateSubscription(context, subscription, {
    items: moved.items,
    latest_invoice: made.id,
    ...(subscription.status === 'trialing' ? { status: 'active' } : {}),
  })
}

// Counted from the anchor, so that a subscription begun on the 31st returns to it after February.
const nextPeriodEnd = (anchor: number, periodStart: number, price: Price): number => {
  const each = intervalCountOf(price)
  let count = each
  while (addInterval(anchor, intervalOf(price), count) <= periodStart) count += each
  return addInterval(anchor, intervalOf(price), count)
}
