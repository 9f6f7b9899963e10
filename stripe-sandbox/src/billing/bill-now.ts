import { attemptPayment } from '../invoices/collect-invoice.ts'
import { draft } from '../invoices/draft-invoice.ts'
import { finalize } from '../invoices/finalize-invoice.ts'
import { idOf } from '../objects/references.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'

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
