import { buildBalanceTransaction, disputeFee, noFee } from '../builders/build-payment.ts'
import { buildDispute } from '../builders/build-refund.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, Dispute } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { cancel } from '../subscriptions/cancel-subscription.ts'

/** What a tester may have a dispute come to. */
export const DISPUTE_OUTCOMES = [
  'needs_response',
  'under_review',
  'won',
  'lost',
  'inquiry',
  'inquiry_closed',
  'prevented',
  'reopened',
] as const
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number]

/** Brings a charge's dispute to an outcome, through what comes before it; opens one where there is none. */
export const dispute = (world: World, charge: Charge, outcome: DisputeOutcome): Dispute => {
  const isInquiry = outcome === 'inquiry' || outcome === 'inquiry_closed'
  let current =
    disputeOf(world, charge.id) ??
    open(world, charge, isInquiry ? 'inquiry' : outcome === 'prevented' ? 'prevented' : 'dispute')
  if (outcome === 'needs_response' && current.status === 'warning_needs_response')
    current = escalate(world, current)
  if (outcome === 'under_review') current = changed(world, current, 'under_review')
  if (outcome === 'won' && current.status !== 'won') current = close(world, current, 'won')
  if (outcome === 'lost' && current.status !== 'lost') current = close(world, current, 'lost')
  if (outcome === 'inquiry_closed') current = close(world, current, 'warning_closed')
  if (outcome === 'reopened') current = reopen(world, current)
  return current
}

export const disputeOf = ({ state }: World, charge: string): Dispute | undefined =>
  state.get('dispute', state.idsOf('dispute', charge).at(-1) ?? '')

const open = (world: World, charge: Charge, kind: 'dispute' | 'inquiry' | 'prevented'): Dispute => {
  const { state, time, emit } = world
  const made = buildDispute({ created: time.seconds(), charge, isInquiry: kind === 'inquiry' })
  const opened: Dispute = kind === 'prevented' ? { ...made, status: 'prevented' } : made
  state.put('dispute', opened.id, opened)
  emit('charge.dispute.created', opened)
  const disputed: Charge = { ...charge, disputed: true }
  state.put('charge', charge.id, disputed)
  const current = kind === 'dispute' ? withdraw(world, opened) : opened
  emit('charge.updated', disputed, { disputed: false })
  if (kind === 'dispute' && state.get('setting', 'onDispute') === 'cancel') cancelFor(world, charge)
  return current
}

const cancelFor = (world: World, charge: Charge): void => {
  const { state } = world
  const paid = state
    .all('invoice_payment')
    .find((each) => each.payment.payment_intent === charge.payment_intent)
  const invoice = state.get('invoice', idOf(paid?.invoice) ?? '')
  const subscription = state.get(
    'subscription',
    idOf(invoice?.parent?.subscription_details?.subscription) ?? '',
  )
  if (!subscription || subscription.status === 'canceled') return
  cancel(world, subscription, {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: 'payment_disputed',
  })
}

// An inquiry that turns into a dispute takes the money then.
const escalate = (world: World, current: Dispute): Dispute =>
  withdraw(world, changed(world, current, 'needs_response'))

const moved = (world: World, current: Dispute, sign: 1 | -1): Dispute => {
  const { state, time } = world
  const settlement = buildBalanceTransaction({
    created: time.seconds(),
    source: current.id,
    currency: current.currency,
    amount: sign * current.amount,
    type: 'adjustment',
    category: sign < 0 ? 'dispute' : 'dispute_reversal',
    fee: sign < 0 ? disputeFee : noFee,
  })
  state.put('balance_transaction', settlement.id, settlement)
  const after = { ...current, balance_transactions: [...current.balance_transactions, settlement] }
  state.put('dispute', after.id, after)
  return after
}

const withdraw = (world: World, current: Dispute): Dispute => {
  const after = moved(world, current, -1)
  world.emit('charge.dispute.funds_withdrawn', after)
  return after
}

const changed = (world: World, current: Dispute, status: Dispute['status']): Dispute => {
  const after: Dispute = { ...current, status }
  world.state.put('dispute', after.id, after)
  world.emit('charge.dispute.updated', after, { status: current.status })
  return after
}

const isWithdrawn = ({ balance_transactions: moves }: Dispute): boolean =>
  moves.reduce((sum, each) => sum + each.amount, 0) < 0

export const close = (world: World, current: Dispute, status: 'won' | 'lost' | 'warning_closed'): Dispute => {
  const held = isWithdrawn(current)
  const base = status === 'lost' && !held ? withdraw(world, current) : current
  const closed: Dispute = { ...base, status }
  world.state.put('dispute', closed.id, closed)
  world.emit('charge.dispute.closed', closed)
  if (status !== 'won' || !held) return closed
  const reinstated = moved(world, closed, 1)
  world.emit('charge.dispute.funds_reinstated', reinstated)
  return reinstated
}

// The cardholder's bank appeals: what was won may be lost after all.
const reopen = (world: World, current: Dispute): Dispute => {
  const appealed = changed(world, current, 'appeal_needs_response')
  return isWithdrawn(appealed) ? appealed : withdraw(world, appealed)
}
