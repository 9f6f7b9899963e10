import { draftInvoice, scheduleFinalization } from '../invoices/draft-invoice.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import { idOf } from '../objects/references.ts'
import type { Price, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'

/** Starts a new period with a draft invoice. Stripe charges it an hour later. */
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
  const renewed = { ...subscription, items: { ...subscription.items, data: items } }
  const invoice = draftInvoice(context, {
    customer,
    subscription: renewed,
    reason: 'subscription_cycle',
    currency: subscription.currency,
    periodStart,
    periodEnd,
    autoAdvance: subscription.status !== 'unpaid',
  })
  scheduleFinalization(context, invoice)
  schedule(context, { at: periodEnd, kind: 'renew', object: subscription.id })
  updateSubscription(context, subscription, {
    items: renewed.items,
    latest_invoice: invoice.id,
    ...(subscription.status === 'trialing' ? { status: 'active' } : {}),
  })
}

// Counts from the anchor, so that a subscription of the 31st returns to the 31st after February.
const nextPeriodEnd = (anchor: number, periodStart: number, price: Price): number => {
  const each = intervalCountOf(price)
  let count = each
  while (addInterval(anchor, intervalOf(price), count) <= periodStart) count += each
  return addInterval(anchor, intervalOf(price), count)
}
