import { idOf, subscriptionOfInvoice } from '../objects/references.ts'
import type { Invoice, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'

/** When a failed renewal is tried again, in days after its first try: eight times in two weeks. */
const RETRY_DAYS = [1, 3, 5, 7, 9, 11, 13, 14]
const DAY_S = 86_400

/** What the account wants of a subscription whose retries are used up. */
export const AFTER_RETRIES = ['cancel', 'unpaid', 'past_due'] as const

/** A try to collect an invoice did not bring the money: it is told, and tried again or given up. */
export const recordFailedAttempt = (
  context: Context,
  invoice: Invoice,
  because: 'failed' | 'action' | 'no-method',
): void => {
  const { state, clock, emit } = context
  const first = invoice.status_transitions.finalized_at ?? clock.seconds()
  const inDays = RETRY_DAYS[invoice.attempt_count - 1]
  const retries = invoice.billing_reason !== 'subscription_create' && invoice.auto_advance
  // Counted from the first try, but never into the past: a try by hand uses one up.
  const next = retries && inDays !== undefined ? Math.max(first + inDays * DAY_S, clock.seconds() + 60) : null
  const after: Invoice = { ...invoice, next_payment_attempt: next }
  state.put('invoice', after.id, after)
  emit('invoice.updated', after)
  if (because === 'action') emit('invoice.payment_action_required', after)
  emit('invoice.payment_failed', after)
  if (next !== null) schedule(context, { at: next, kind: 'retry', object: after.id })
  const subscription = state.get('subscription', subscriptionOfInvoice(after) ?? '')
  if (!subscription || isOver(subscription)) return
  markPastDue(context, subscription, after)
  if (next === null && retries) endDunning(context, after)
}

const isOver = ({ status }: Subscription): boolean =>
  status === 'canceled' || status === 'incomplete' || status === 'incomplete_expired'

const isLatest = (subscription: Subscription, invoice: Invoice): boolean =>
  idOf(subscription.latest_invoice) === invoice.id

const markPastDue = (context: Context, subscription: Subscription, invoice: Invoice): void => {
  const { state, emit } = context
  const isBehind = subscription.status !== 'active' && subscription.status !== 'trialing'
  if (isBehind || !isLatest(subscription, invoice)) return
  updateSubscription(context, subscription, { status: 'past_due' })
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!customer) return
  const delinquent = { ...customer, delinquent: true }
  state.put('customer', customer.id, delinquent)
  emit('customer.updated', delinquent, { delinquent: false })
}

// A newer invoice that was paid keeps the subscription, whatever becomes of the older one.
const endDunning = (context: Context, invoice: Invoice): void => {
  const { state } = context
  const subscription = state.get('subscription', subscriptionOfInvoice(invoice) ?? '')
  if (subscription?.status !== 'past_due' || !isLatest(subscription, invoice)) return
  const wanted = state.get('setting', 'afterRetries') ?? 'cancel'
  if (wanted === 'unpaid') updateSubscription(context, subscription, { status: 'unpaid' })
  if (wanted !== 'cancel') return
  const details = { comment: null, feedback: null, feedback_option: null, reason: 'payment_failed' as const }
  cancelSubscription(context, subscription, details)
}

/** An invoice was paid after all: its subscription is in order again if it was the newest. */
export const recoverSubscription = (context: Context, invoice: Invoice): void => {
  const { state, emit } = context
  const subscription = state.get('subscription', subscriptionOfInvoice(invoice) ?? '')
  if (!subscription || !isLatest(subscription, invoice)) return
  if (!['past_due', 'unpaid', 'incomplete'].includes(subscription.status)) return
  updateSubscription(context, subscription, { status: 'active' })
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!customer?.delinquent) return
  const inOrder = { ...customer, delinquent: false }
  state.put('customer', customer.id, inOrder)
  emit('customer.updated', inOrder, { delinquent: true })
}
