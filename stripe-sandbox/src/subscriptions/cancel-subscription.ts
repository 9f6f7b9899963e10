import { idOf, subscriptionOfInvoice } from '../objects/references.ts'
import type { Invoice, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

/** Cancels a subscription now. Its drafts and open invoices are not collected any more. */
export const cancelSubscription = (
  context: Context,
  subscription: Subscription,
  details: Subscription['cancellation_details'],
): Subscription => {
  const { state, clock, emit } = context
  const at = clock.seconds()
  const ended: Subscription = {
    ...subscription,
    canceled_at: subscription.canceled_at ?? at,
    cancellation_details: details,
    ended_at: at,
    status: subscription.status === 'incomplete' ? 'incomplete_expired' : 'canceled',
  }
  state.put('subscription', subscription.id, ended)
  for (const kind of ['renew', 'end', 'resume', 'abandon'] as const)
    unschedule(context, kind, subscription.id)
  for (const invoice of invoicesOf(context, subscription)) {
    if (invoice.status !== 'draft' && invoice.status !== 'open') continue
    unschedule(context, 'finalize', invoice.id)
    unschedule(context, 'retry', invoice.id)
    const stopped = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null }
    state.put('invoice', invoice.id, { ...invoice, ...stopped })
  }
  emit(ended.status === 'canceled' ? 'customer.subscription.deleted' : 'customer.subscription.updated', ended)
  return ended
}

const invoicesOf = ({ state }: Context, subscription: Subscription): Invoice[] =>
  state
    .idsOf('invoice', idOf(subscription.customer) ?? '')
    .map((id) => state.get('invoice', id))
    .filter((invoice) => invoice !== undefined)
    .filter((invoice) => subscriptionOfInvoice(invoice) === subscription.id)
