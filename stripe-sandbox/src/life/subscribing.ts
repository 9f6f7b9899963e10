import { buildInvoiceItem } from '../builders/build-invoice-item.ts'
import { planOf } from '../builders/build-price.ts'
import type { Price, Subscription } from '../builders/wire.ts'
import { attemptPayment, draft, finalize, scheduleFinalizing } from './invoicing.ts'
import { changed } from './subscription-states.ts'
import { addInterval, type Interval } from './time.ts'
import { idOf, schedule, type World } from './world.ts'

export const intervalOf = (price: Price): Interval => (price.recurring?.interval as Interval) ?? 'month'
export const intervalCountOf = (price: Price): number => price.recurring?.interval_count ?? 1

/** A new period begins: it moves now, an hour before the money does. */
export const renew = (world: World, subscription: Subscription): void => {
  const { state } = world
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
  const made = draft(world, {
    customer,
    subscription: moved,
    reason: 'subscription_cycle',
    currency: subscription.currency,
    periodStart,
    periodEnd,
    autoAdvance: subscription.status !== 'unpaid',
  })
  scheduleFinalizing(world, made)
  schedule(world, { at: periodEnd, kind: 'renew', object: subscription.id })
  changed(world, subscription, {
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

type Billing = {
  periodStart: number
  periodEnd: number
  reason: 'subscription_update' | 'manual'
  /** Of a trial. */
  free?: boolean
}

/** Makes an invoice that is finalised and charged at once. */
export const billNow = (world: World, subscription: Subscription, billing: Billing): Subscription => {
  const { state } = world
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!customer) return subscription
  const made = draft(world, { ...billing, customer, subscription, currency: subscription.currency })
  state.put('subscription', subscription.id, { ...subscription, latest_invoice: made.id })
  attemptPayment(world, finalize(world, made), 'off-session')
  return state.get('subscription', subscription.id) ?? subscription
}

type Prorated = { before: Subscription['items']['data'][number]; price: Price; quantity: number }

const prorate = (world: World, subscription: Subscription, { before, price, quantity }: Prorated): void => {
  const { state, time, emit } = world
  const now = time.seconds()
  const { current_period_start: start, current_period_end: end } = before
  const left = end > start ? Math.max(0, end - now) / (end - start) : 0
  const halves = [
    { price: before.price, quantity: before.quantity ?? 1, sign: -1, words: 'Unused time' },
    { price, quantity, sign: 1, words: 'Remaining time' },
  ]
  for (const half of halves) {
    const made = buildInvoiceItem({
      created: now,
      customer: idOf(subscription.customer) ?? '',
      currency: subscription.currency,
      amount: half.sign * Math.round((half.price.unit_amount ?? 0) * half.quantity * left),
      quantity: half.quantity,
      price: half.price,
      description: half.words,
      subscription: subscription.id,
      invoice: null,
      proration: true,
      period: { start: now, end },
      metadata: {},
    })
    state.put('invoiceitem', made.id, made)
    emit('invoiceitem.created', made)
  }
}
