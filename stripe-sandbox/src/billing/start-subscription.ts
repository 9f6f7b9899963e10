import { buildSubscription, type NewItem } from '../builders/build-subscription.ts'
import { attemptPayment } from '../invoices/collect-invoice.ts'
import { draft } from '../invoices/draft-invoice.ts'
import { finalize } from '../invoices/finalize-invoice.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import { idOf } from '../objects/references.ts'
import type { Customer, PaymentMethod, Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { changed } from '../subscriptions/update-subscription.ts'

export type WantedSubscription = {
  customer: Customer
  items: readonly NewItem[]
  method: PaymentMethod | null
  metadata: Record<string, string>
  description: string | null
  /** In seconds; null where there is none. */
  trialEnd: number | null
  collection: Subscription['collection_method']
  /** `default_incomplete` leaves the first payment to somebody at the page. */
  behaviour: string
}

/** An unpaid start is given up after 23 hours. https://docs.stripe.com/billing/subscriptions/overview */
const ABANDONED_AFTER_S = 23 * 3600

/** A subscription made over the API: its first invoice is finalised and charged at once. */
export const startSubscription = (world: World, wanted: WantedSubscription): Subscription => {
  const { state, time, emit } = world
  const [first] = wanted.items
  if (!first) throw new Error('A subscription without an item')
  const created = time.seconds()
  const { trialEnd } = wanted
  const periodEnd = trialEnd ?? addInterval(created, intervalOf(first.price), intervalCountOf(first.price))
  const started = buildSubscription({
    created,
    customer: wanted.customer.id,
    currency: first.price.currency,
    items: wanted.items,
    periodEnd,
    paymentMethod: wanted.method?.id ?? null,
    metadata: wanted.metadata,
    description: wanted.description,
    status: trialEnd ? 'trialing' : wanted.collection === 'send_invoice' ? 'active' : 'incomplete',
    trialEnd,
    collection: wanted.collection,
  })
  const customer = { ...wanted.customer, currency: started.currency }
  state.put('customer', customer.id, customer)
  const made = draft(world, {
    ...{ customer, subscription: started, currency: started.currency, reason: 'subscription_create' },
    ...{ periodStart: created, periodEnd, free: trialEnd !== null },
    collection: wanted.collection,
  })
  const subscription: Subscription = { ...started, latest_invoice: made.id }
  state.put('subscription', subscription.id, subscription)
  schedule(world, { at: periodEnd, kind: 'renew', object: subscription.id })
  emit('customer.subscription.created', subscription)
  const opened = finalize(world, made)
  if (wanted.behaviour !== 'default_incomplete' && wanted.collection === 'charge_automatically')
    attemptPayment(world, opened, 'off-session')
  const after = state.get('subscription', subscription.id) ?? subscription
  if (after.status === 'incomplete')
    schedule(world, { at: created + ABANDONED_AFTER_S, kind: 'abandon', object: after.id })
  return after
}

/** Nobody paid the first invoice in time. */
export const abandon = (world: World, subscription: Subscription): void => {
  if (subscription.status !== 'incomplete') return
  const { state, time } = world
  changed(world, subscription, { status: 'incomplete_expired', ended_at: time.seconds() })
  state.remove('due', `renew:${subscription.id}`)
  const invoice = state.get('invoice', idOf(subscription.latest_invoice) ?? '')
  if (invoice?.status === 'open')
    state.put('invoice', invoice.id, { ...invoice, auto_advance: false, status: 'void' })
}
