import { buildBalanceTransaction, noFee } from '../builders/build-payment.ts'
import { buildRefund } from '../builders/build-refund.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, Refund } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { cardOf } from './collect-payment.ts'

const REFUND_DELAY_S = 86_400

export type RefundRequest = { amount: number; reason: Refund['reason']; metadata: Record<string, string> }

/** Money goes back to the card: at once, as far as Stripe tells; some banks send it back again. */
export const refundCharge = (context: Context, charge: Charge, wanted: RefundRequest): Refund => {
  const { state, clock, emit } = context
  const method = state.get('payment_method', idOf(charge.payment_method) ?? '')
  const behaviour = method ? cardOf(context, method).refunds : undefined
  const status = behaviour === 'pend' ? 'pending' : 'succeeded'
  const made = moveFunds(context, buildRefund({ ...wanted, created: clock.seconds(), charge, status }), -1)
  const amount_refunded = charge.amount_refunded + wanted.amount
  const after: Charge = { ...charge, amount_refunded, refunded: amount_refunded === charge.amount }
  state.put('charge', charge.id, after)
  if (behaviour) schedule(context, { at: clock.seconds() + REFUND_DELAY_S, kind: 'refund', object: made.id })
  emit('refund.created', made)
  emit('charge.refunded', after, { amount_refunded: charge.amount_refunded })
  emit('refund.updated', made)
  emit('charge.refund.updated', made)
  return made
}

const moveFunds = ({ state, clock }: Context, made: Refund, sign: 1 | -1): Refund => {
  const settlement = buildBalanceTransaction({
    created: clock.seconds(),
    source: made.id,
    currency: made.currency,
    amount: sign * made.amount,
    type: sign < 0 ? 'refund' : 'refund_failure',
    category: sign < 0 ? 'refund' : 'refund_failure',
    fee: noFee,
  })
  state.put('balance_transaction', settlement.id, settlement)
  const after: Refund =
    sign < 0
      ? { ...made, balance_transaction: settlement.id }
      : { ...made, failure_balance_transaction: settlement.id }
  state.put('refund', made.id, after)
  return after
}

/** The bank sends the money back: the account has it again, and the charge counts less refunded. */
export const failRefund = (context: Context, made: Refund): Refund => {
  const { state, emit } = context
  const charge = state.get('charge', idOf(made.charge) ?? '')
  const broken = moveFunds(context, { ...made, status: 'failed', failure_reason: 'lost_or_stolen_card' }, 1)
  if (charge) {
    const amount_refunded = charge.amount_refunded - made.amount
    state.put('charge', charge.id, { ...charge, amount_refunded, refunded: false })
  }
  emit('refund.failed', broken)
  emit('refund.updated', broken)
  emit('charge.refund.updated', broken)
  return broken
}

/** What a refund that was not certain at first came to. */
export const finishRefund = (context: Context, made: Refund): void => {
  if (made.status === 'succeeded') failRefund(context, made)
  if (made.status !== 'pending') return
  const after: Refund = { ...made, status: 'succeeded' }
  context.state.put('refund', made.id, after)
  context.emit('refund.updated', after)
  context.emit('charge.refund.updated', after)
}
