import { buildBalanceTransaction, noFee } from '../builders/build-payment.ts'
import { buildRefund } from '../builders/build-refund.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, Refund } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { cardOf } from './collect-payment.ts'

const REFUND_DELAY_S = 86_400

export type RefundRequest = { amount: number; reason: Refund['reason']; metadata: Record<string, string> }

/** Refunds a charge. Some test cards leave the refund pending or let it fail a day later. */
export const refundCharge = (context: Context, charge: Charge, request: RefundRequest): Refund => {
  const { state, clock, emit } = context
  const method = state.get('payment_method', idOf(charge.payment_method) ?? '')
  const refundBehavior = method ? cardOf(context, method).refunds : undefined
  const status = refundBehavior === 'pend' ? 'pending' : 'succeeded'
  const refund = moveFunds(context, buildRefund({ ...request, created: clock.seconds(), charge, status }), -1)
  const amount_refunded = charge.amount_refunded + request.amount
  const after: Charge = { ...charge, amount_refunded, refunded: amount_refunded === charge.amount }
  state.put('charge', charge.id, after)
  if (refundBehavior)
    schedule(context, { at: clock.seconds() + REFUND_DELAY_S, kind: 'refund', object: refund.id })
  emit('refund.created', refund)
  emit('charge.refunded', after, { amount_refunded: charge.amount_refunded })
  emit('refund.updated', refund)
  emit('charge.refund.updated', refund)
  return refund
}

const moveFunds = ({ state, clock }: Context, refund: Refund, sign: 1 | -1): Refund => {
  const transaction = buildBalanceTransaction({
    created: clock.seconds(),
    source: refund.id,
    currency: refund.currency,
    amount: sign * refund.amount,
    type: sign < 0 ? 'refund' : 'refund_failure',
    category: sign < 0 ? 'refund' : 'refund_failure',
    fee: noFee,
  })
  state.put('balance_transaction', transaction.id, transaction)
  const after: Refund =
    sign < 0
      ? { ...refund, balance_transaction: transaction.id }
      : { ...refund, failure_balance_transaction: transaction.id }
  state.put('refund', refund.id, after)
  return after
}

/** Returns a failed refund to the balance and reduces the refunded amount of the charge. */
export const failRefund = (context: Context, refund: Refund): Refund => {
  const { state, emit } = context
  const charge = state.get('charge', idOf(refund.charge) ?? '')
  const failed = moveFunds(context, { ...refund, status: 'failed', failure_reason: 'lost_or_stolen_card' }, 1)
  if (charge) {
    const amount_refunded = charge.amount_refunded - refund.amount
    state.put('charge', charge.id, { ...charge, amount_refunded, refunded: false })
  }
  emit('refund.failed', failed)
  emit('refund.updated', failed)
  emit('charge.refund.updated', failed)
  return failed
}

/** Ends a refund of a test card: a pending one succeeds, another fails. */
export const finishRefund = (context: Context, refund: Refund): void => {
  if (refund.status === 'succeeded') failRefund(context, refund)
  if (refund.status !== 'pending') return
  const after: Refund = { ...refund, status: 'succeeded' }
  context.state.put('refund', refund.id, after)
  context.emit('refund.updated', after)
  context.emit('charge.refund.updated', after)
}
