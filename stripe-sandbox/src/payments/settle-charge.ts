import { buildBalanceTransaction, processingFee } from '../builders/build-payment.ts'
import type { Charge } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

/** Adds the amount less Stripe's fee to the balance. */
export const settleCharge = ({ state, clock, emit }: Context, charge: Charge): void => {
  if (charge.status !== 'succeeded' || charge.balance_transaction !== null) return
  const transaction = buildBalanceTransaction({
    created: clock.seconds(),
    source: charge.id,
    currency: charge.currency,
    amount: charge.amount,
    type: 'charge',
    category: 'charge',
    fee: processingFee,
    description: charge.description,
  })
  const settled = { ...charge, balance_transaction: transaction.id }
  state.put('balance_transaction', transaction.id, transaction)
  state.put('charge', charge.id, settled)
  emit('charge.updated', settled, { balance_transaction: null })
}
