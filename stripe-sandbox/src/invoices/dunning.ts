import { idOf, subscriptionOfInvoice } from '../objects/references.ts'
import type { Invoice, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'

/** Days from the first attempt to each retry: eight retries in two weeks. */
const RETRY_DAYS = [1, 3, 5, 7, 9, 11, 13, 14]
const DAY_S = 86_400

/** The account's setting for a subscription after the last retry failed. */
export const AFTER_RETRIES = ['cancel', 'unpaid', 'past_due'] as const

/** Emits the events of a failed attempt, and schedules a retry or ends dunning. */
export const recordFailedAttempt = (
  context: Context,
  invoice: Invoice,
  reason: 'failed' | 'action' | 'no-method',
): void => {
  const { state, clock, emit } = context
  const firstAttemptAt = invoice.status_transitions.finalized_at ?? clock.seconds()
  const retryDay = RETRY_DAYS[invoice.attempt_count - 1]
  const isRetried = invoice.billing_reason !== 'subscription_create' && invoice.auto_advance
  // Retries count from the first attempt and are never in the past. An attempt by API uses up a retry.
  const nextAttemptAt =
    isRetried && retryDay !== undefined
      ? Math.max(firstAttemptAt + retryDay * DAY_S, clock.seconds() + 60)
      : null
  const after: Invoice = { ...invoice, next_payment_attempt: nextAttemptAt }
  state.put('invoice', after.id, after)
  emit('invoice.updated', after)
  if (reason === 'action') emit('invoice.payment_action_required', after)
  emit('invoice.payment_failed', after)
  if (nextAttemptAt !== null) schedule(context, { at: nextAttemptAt, kind: 'retry', object: after.id })
  const subscription = state.get('subscription', subscriptionOfInvoice(after) ?? '')
  if (!subscription || isOver(subscription)) return
  markPastDue(context, subscription, after)
  if (nextAttemptAt === null && isRetried) endDunning(context, after)
}

const isOver = ({ status }: Subscription): boolean =>
  status === 'canceled' || status === 'incomplete' || status === 'incomplete_expired'

const isLatest = (subscription: Subscription, invoice: Invoice): boolean =>
  idOf(subscription.latest_invoice) === invoice.id

const markPastDue = (context: Context, subscription: Subscription, invoice: Invoice): void => {
  const { state, emit } = context
  const isUnpaid = subscription.status !== 'active' && subscription.status !== 'trialing'
  if (isUnpaid || !isLatest(subscription, invoice)) return
  updateSubscription(context, subscription, { status: 'past_due' })
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!customer) return
  const delinquent = { ...customer, delinquent: true }
  state.put('customer', customer.id, delinquent)
  emit('customer.updated', delinquent, { delinquent: false })
}

// Only the newest invoice ends a subscription.
const endDunning = (context: Context, invoice: Invoice): void => {
  const { state } = context
  const subscription = state.get('subscription', subscriptionOfInvoice(invoice) ?? '')
  if (subscription?.status !== 'past_due' || !isLatest(subscription, invoice)) return
  const afterRetries = state.get('setting', 'afterRetries') ?? 'cancel'
  if (afterRetries === 'unpaid') updateSubscription(context, subscription, { status: 'unpaid' })
  if (afterRetries !== 'cancel') return
  const details = { comment: null, feedback: null, feedback_option: null, reason: 'payment_failed' as const }
  cancelSubscription(context, subscription, details)
}

/** Makes a subscription active again when its newest invoice is paid. */
export const recoverSubscription = (context: Context, invoice: Invoice): void => {
  const { state, emit } = context
  const subscription = state.get('subscription', subscriptionOfInvoice(invoice) ?? '')
  if (!subscription || !isLatest(subscription, invoice)) return
  if (!['past_due', 'unpaid', 'incomplete'].includes(subscription.status)) return
  updateSubscription(context, subscription, { status: 'active' })
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!customer?.delinquent) return
  const recovered = { ...customer, delinquent: false }
  state.put('customer', customer.id, recovered)
  emit('customer.updated', recovered, { delinquent: true })
}
