import { buildBalanceTransaction, noFee } from '../builders/build-payment.ts'
import { buildRefund } from '../builders/build-refund.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, Refund } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'
import { cardOf } from './collect-payment.ts'

const LATER_S = 86_400

export type WantedRefund = { amount: number; reason: Refund['reason']; metadata: Record<string, string> }

/** Money goes back to the card: at once, as far as Stripe tells; some banks send it back again. */
export const refund = (world: World, charge: Charge, wanted: WantedRefund): Refund => {
  const { state, time, emit } = world
  const method = state.get('payment_method', idOf(charge.payment_method) ?? '')
  const behaviour = method ? cardOf(world, method).refunds : undefined
  const status = behaviour === 'pend' ? 'pending' : 'succeeded'
  const made = moved(world, buildRefund({ ...wanted, created: time.seconds(), charge, status }), -1)
  const amount_refunded = charge.amount_refunded + wanted.amount
  const after: Charge = { ...charge, amount_refunded, refunded: amount_refunded === charge.amount }
  state.put('charge', charge.id, after)
  if (behaviour) schedule(world, { at: time.seconds() + LATER_S, kind: 'refund', object: made.id })
  emit('refund.created', made)
  emit('charge.refunded', after, { amount_refunded: charge.amount_refunded })
  emit('refund.updated', made)
  emit('charge.refund.updated', made)
  return made
}

const moved = ({ state, time }: World, made: Refund, sign: 1 | -1): Refund => {
  const settlement = buildBalanceTransaction({
    created: time.seconds(),
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
export const failRefund = (world: World, made: Refund): Refund => {
  const { state, emit } = world
  const charge = state.get('charge', idOf(made.charge) ?? '')
  const broken = moved(world, { ...made, status: 'failed', failure_reason: 'lost_or_stolen_card' }, 1)
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
export const endRefund = (world: World, made: Refund): void => {
  if (made.status === 'succeeded') failRefund(world, made)
  if (made.status !== 'pending') return
  const after: Refund = { ...made, status: 'succeeded' }
  world.state.put('refund', made.id, after)
  world.emit('refund.updated', after)
  world.emit('charge.refund.updated', after)
}
