import { buildBalanceTransaction, disputeFee, noFee } from '../builders/build-payment.ts'
import { buildDispute } from '../builders/build-refund.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, Dispute } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'

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
type DisputeKind = 'dispute' | 'inquiry' | 'prevented'

/** The kind of dispute that an outcome opens. Others open an ordinary dispute. */
const KINDS: Partial<Record<DisputeOutcome, DisputeKind>> = {
  inquiry: 'inquiry',
  inquiry_closed: 'inquiry',
  prevented: 'prevented',
}

/** Moves a charge's dispute to an outcome. Opens a dispute first if there is none. */
export const simulateDispute = (context: Context, charge: Charge, outcome: DisputeOutcome): Dispute => {
  let current = disputeOf(context, charge.id) ?? openDispute(context, charge, KINDS[outcome] ?? 'dispute')
  if (outcome === 'needs_response' && current.status === 'warning_needs_response')
    current = escalateInquiry(context, current)
  if (outcome === 'under_review') current = changeStatus(context, current, 'under_review')
  if (outcome === 'won' && current.status !== 'won') current = closeDispute(context, current, 'won')
  if (outcome === 'lost' && current.status !== 'lost') current = closeDispute(context, current, 'lost')
  if (outcome === 'inquiry_closed') current = closeDispute(context, current, 'warning_closed')
  if (outcome === 'reopened') current = reopenDispute(context, current)
  return current
}

export const disputeOf = ({ state }: Context, charge: string): Dispute | undefined =>
  state.get('dispute', state.idsOf('dispute', charge).at(-1) ?? '')

const openDispute = (context: Context, charge: Charge, kind: DisputeKind): Dispute => {
  const { state, clock, emit } = context
  const built = buildDispute({ created: clock.seconds(), charge, isInquiry: kind === 'inquiry' })
  const opened: Dispute = kind === 'prevented' ? { ...built, status: 'prevented' } : built
  state.put('dispute', opened.id, opened)
  emit('charge.dispute.created', opened)
  const disputed: Charge = { ...charge, disputed: true }
  state.put('charge', charge.id, disputed)
  const current = kind === 'dispute' ? withdrawFunds(context, opened) : opened
  emit('charge.updated', disputed, { disputed: false })
  if (kind === 'dispute' && state.get('setting', 'onDispute') === 'cancel')
    cancelDisputedSubscription(context, charge)
  return current
}

const cancelDisputedSubscription = (context: Context, charge: Charge): void => {
  const { state } = context
  const paid = state
    .all('invoice_payment')
    .find((each) => each.payment.payment_intent === charge.payment_intent)
  const invoice = state.get('invoice', idOf(paid?.invoice) ?? '')
  const subscription = state.get(
    'subscription',
    idOf(invoice?.parent?.subscription_details?.subscription) ?? '',
  )
  if (!subscription || subscription.status === 'canceled') return
  cancelSubscription(context, subscription, {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: 'payment_disputed',
  })
}

const escalateInquiry = (context: Context, current: Dispute): Dispute =>
  withdrawFunds(context, changeStatus(context, current, 'needs_response'))

const moveFunds = (context: Context, current: Dispute, sign: 1 | -1): Dispute => {
  const { state, clock } = context
  const transaction = buildBalanceTransaction({
    created: clock.seconds(),
    source: current.id,
    currency: current.currency,
    amount: sign * current.amount,
    type: 'adjustment',
    category: sign < 0 ? 'dispute' : 'dispute_reversal',
    fee: sign < 0 ? disputeFee : noFee,
  })
  state.put('balance_transaction', transaction.id, transaction)
  const after = { ...current, balance_transactions: [...current.balance_transactions, transaction] }
  state.put('dispute', after.id, after)
  return after
}

const withdrawFunds = (context: Context, current: Dispute): Dispute => {
  const after = moveFunds(context, current, -1)
  context.emit('charge.dispute.funds_withdrawn', after)
  return after
}

const changeStatus = (context: Context, current: Dispute, status: Dispute['status']): Dispute => {
  const after: Dispute = { ...current, status }
  context.state.put('dispute', after.id, after)
  context.emit('charge.dispute.updated', after, { status: current.status })
  return after
}

const hasWithdrawnFunds = ({ balance_transactions: moves }: Dispute): boolean =>
  moves.reduce((sum, each) => sum + each.amount, 0) < 0

export const closeDispute = (
  context: Context,
  current: Dispute,
  status: 'won' | 'lost' | 'warning_closed',
): Dispute => {
  const held = hasWithdrawnFunds(current)
  const base = status === 'lost' && !held ? withdrawFunds(context, current) : current
  const closed: Dispute = { ...base, status }
  context.state.put('dispute', closed.id, closed)
  context.emit('charge.dispute.closed', closed)
  if (status !== 'won' || !held) return closed
  const reinstated = moveFunds(context, closed, 1)
  context.emit('charge.dispute.funds_reinstated', reinstated)
  return reinstated
}

// The cardholder's bank appeals, so a dispute that was won is open again.
const reopenDispute = (context: Context, current: Dispute): Dispute => {
  const appealed = changeStatus(context, current, 'appeal_needs_response')
  return hasWithdrawnFunds(appealed) ? appealed : withdrawFunds(context, appealed)
}
