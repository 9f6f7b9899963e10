import { collectInvoice } from '../invoices/collect-invoice.ts'
import { draftInvoice } from '../invoices/draft-invoice.ts'
import { finalizeInvoice } from '../invoices/finalize-invoice.ts'
import { idOf } from '../objects/references.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

type Billing = {
  periodStart: number
  periodEnd: number
  reason: 'subscription_update' | 'manual'
  /** Bills a trial, which costs nothing. */
  isFree?: boolean
}

/** Creates, finalizes and charges an invoice. */
export const billImmediately = (
  context: Context,
  subscription: Subscription,
  billing: Billing,
): Subscription => {
  const { state } = context
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!customer) return subscription
  const invoice = draftInvoice(context, {
    ...billing,
    customer,
    subscription,
    currency: subscription.currency,
  })
  state.put('subscription', subscription.id, { ...subscription, latest_invoice: invoice.id })
  collectInvoice(context, finalizeInvoice(context, invoice), { presence: 'off-session' })
  return state.get('subscription', subscription.id) ?? subscription
}
