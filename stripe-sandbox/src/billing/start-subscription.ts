import { buildSubscription, type NewItem } from '../builders/build-subscription.ts'
import { collectInvoice } from '../invoices/collect-invoice.ts'
import { draftInvoice } from '../invoices/draft-invoice.ts'
import { finalizeInvoice } from '../invoices/finalize-invoice.ts'
import { addInterval, intervalCountOf, intervalOf } from '../objects/interval.ts'
import { idOf } from '../objects/references.ts'
import type { Customer, PaymentMethod, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'

export type NewSubscription = {
  customer: Customer
  items: readonly NewItem[]
  method: PaymentMethod | null
  metadata: Record<string, string>
  description: string | null
  /** In seconds. Null without a trial. */
  trialEnd: number | null
  collection: Subscription['collection_method']
  /** With `default_incomplete` the first payment is left to the customer. */
  paymentBehavior: string
}

/** Stripe expires a subscription whose first invoice is unpaid. https://docs.stripe.com/billing/subscriptions/overview */
const INCOMPLETE_EXPIRES_AFTER_S = 23 * 3600

/** Starts a subscription by API. Its first invoice is finalized and charged now. */
export const startSubscription = (context: Context, request: NewSubscription): Subscription => {
  const { state, clock, emit } = context
  const [first] = request.items
  if (!first) throw new Error('A subscription without an item')
  const created = clock.seconds()
  const { trialEnd } = request
  const periodEnd = trialEnd ?? addInterval(created, intervalOf(first.price), intervalCountOf(first.price))
  const started = buildSubscription({
    created,
    customer: request.customer.id,
    currency: first.price.currency,
    items: request.items,
    periodEnd,
    paymentMethod: request.method?.id ?? null,
    metadata: request.metadata,
    description: request.description,
    status: firstStatus(request),
    trialEnd,
    collection: request.collection,
  })
  const customer = { ...request.customer, currency: started.currency }
  state.put('customer', customer.id, customer)
  const invoice = draftInvoice(context, {
    customer,
    subscription: started,
    currency: started.currency,
    reason: 'subscription_create',
    periodStart: created,
    periodEnd,
    isFree: trialEnd !== null,
    collection: request.collection,
  })
  const subscription: Subscription = { ...started, latest_invoice: invoice.id }
  state.put('subscription', subscription.id, subscription)
  schedule(context, { at: periodEnd, kind: 'renew', object: subscription.id })
  emit('customer.subscription.created', subscription)
  const opened = finalizeInvoice(context, invoice)
  if (request.paymentBehavior !== 'default_incomplete' && request.collection === 'charge_automatically')
    collectInvoice(context, opened, { presence: 'off-session' })
  const after = state.get('subscription', subscription.id) ?? subscription
  if (after.status === 'incomplete')
    schedule(context, { at: created + INCOMPLETE_EXPIRES_AFTER_S, kind: 'abandon', object: after.id })
  return after
}

const firstStatus = ({ trialEnd, collection }: NewSubscription): Subscription['status'] => {
  if (trialEnd) return 'trialing'
  return collection === 'send_invoice' ? 'active' : 'incomplete'
}

export const expireIncomplete = (context: Context, subscription: Subscription): void => {
  if (subscription.status !== 'incomplete') return
  const { state, clock } = context
  updateSubscription(context, subscription, { status: 'incomplete_expired', ended_at: clock.seconds() })
  state.remove('due', `renew:${subscription.id}`)
  const invoice = state.get('invoice', idOf(subscription.latest_invoice) ?? '')
  if (invoice?.status === 'open')
    state.put('invoice', invoice.id, { ...invoice, auto_advance: false, status: 'void' })
}
