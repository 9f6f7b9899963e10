import { buildInvoiceItem } from '../builders/build-invoice-item.ts'
import { idOf } from '../objects/references.ts'
import type { Price, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

type ProratedChange = { before: Subscription['items']['data'][number]; price: Price; quantity: number }

export const createProrations = (
  context: Context,
  subscription: Subscription,
  { before, price, quantity }: ProratedChange,
): void => {
  const { state, clock, emit } = context
  const now = clock.seconds()
  const { current_period_start: start, current_period_end: end } = before
  const left = end > start ? Math.max(0, end - now) / (end - start) : 0
  const parts = [
    { price: before.price, quantity: before.quantity ?? 1, sign: -1, description: 'Unused time' },
    { price, quantity, sign: 1, description: 'Remaining time' },
  ]
  for (const part of parts) {
    const item = buildInvoiceItem({
      created: now,
      customer: idOf(subscription.customer) ?? '',
      currency: subscription.currency,
      amount: part.sign * Math.round((part.price.unit_amount ?? 0) * part.quantity * left),
      quantity: part.quantity,
      price: part.price,
      description: part.description,
      subscription: subscription.id,
      invoice: null,
      proration: true,
      period: { start: now, end },
      metadata: {},
    })
    state.put('invoiceitem', item.id, item)
    emit('invoiceitem.created', item)
  }
}
