import { buildInvoice } from '../builders/build-invoice.ts'
import type { Price, Subscription } from '../builders/wire.ts'
import { addInterval } from './time.ts'
import { idOf, schedule, unschedule, type World } from './world.ts'

const DRAFT_FOR_S = 3600

export const intervalOf = (price: Price): 'month' | 'year' =>
  price.recurring?.interval === 'year' ? 'year' : 'month'

/** A new period begins: it moves now, an hour before the money does. */
export const renew = (world: World, subscription: Subscription): void => {
  const { state, time, emit } = world
  const [item] = subscription.items.data
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!item || !customer || subscription.status !== 'active') return
  const periodStart = item.current_period_end
  const periodEnd = nextPeriodEnd(subscription.billing_cycle_anchor, periodStart, intervalOf(item.price))
  const items = [{ ...item, current_period_start: periodStart, current_period_end: periodEnd }]
  const moved = { ...subscription, items: { ...subscription.items, data: items } }
  const draft = buildInvoice({
    created: time.seconds(),
    customer,
    subscription: moved,
    reason: 'subscription_cycle',
    periodStart,
    periodEnd,
  })
  const renewed = { ...moved, latest_invoice: draft.id }
  state.put('invoice', draft.id, draft)
  state.put('subscription', subscription.id, renewed)
  schedule(world, { at: time.seconds() + DRAFT_FOR_S, kind: 'finalize', object: draft.id })
  schedule(world, { at: periodEnd, kind: 'renew', object: subscription.id })
  emit('invoice.created', draft)
  const previous = { items: subscription.items, latest_invoice: subscription.latest_invoice }
  emit('customer.subscription.updated', renewed, previous)
}

// Counted from the anchor, so that a subscription begun on the 31st returns to it after February.
const nextPeriodEnd = (anchor: number, periodStart: number, interval: 'month' | 'year'): number => {
  let count = 1
  while (addInterval(anchor, interval, count) <= periodStart) count += 1
  return addInterval(anchor, interval, count)
}

/** Ends a subscription at once. Invoices still in draft are left uncollected. */
export const cancel = (
  world: World,
  subscription: Subscription,
  cancellation_details: Subscription['cancellation_details'],
): Subscription => {
  const { state, time, emit } = world
  const at = time.seconds()
  const ended: Subscription = {
    ...subscription,
    canceled_at: at,
    cancellation_details,
    ended_at: at,
    status: 'canceled',
  }
  state.put('subscription', subscription.id, ended)
  unschedule(world, 'renew', subscription.id)
  for (const invoice of state.all('invoice')) {
    const owner = idOf(invoice.parent?.subscription_details?.subscription)
    if (invoice.status !== 'draft' || owner !== subscription.id) continue
    unschedule(world, 'finalize', invoice.id)
    state.put('invoice', invoice.id, { ...invoice, auto_advance: false, automatically_finalizes_at: null })
  }
  emit('customer.subscription.deleted', ended)
  return ended
}
