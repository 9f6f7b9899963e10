import { tell } from '../payments/emit-payment-events.ts'
import type { World } from '../state/context.ts'

import { complete, type Sale } from './sale.ts'
export const giveOnce = (world: World, sale: Sale, wasTried: boolean): void => {
  const { state, emit } = world
  const { customer, collected } = sale
  if (!wasTried) emit('payment_intent.created', sale.intent)
  if (customer) state.put('customer', customer.id, customer)
  if (customer && sale.isNew) emit('customer.created', customer)
  tell(world, collected)
  emit('checkout.session.completed', complete(world, sale, { payment_intent: sale.intent.id }))
}
