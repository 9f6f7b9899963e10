import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outcome, PendingPause, PendingPlanChange, PendingResume } from '../model/pending-action.ts'
import type { RefundWindow } from '../model/refund.ts'
import type { PlanChangeGateway } from '../stripe/write/plan-change-gateway.ts'
import type { CallResult } from '../stripe/write/subscription-gateway.ts'
import { recordFirstAttempt } from './action-lease-store.ts'
import { idempotencyKeyOf, wasDelayed } from './attempt.ts'

export type PlanChangeNeeds = PlanChangeGateway & { database: Database; productName: string; now: Clock }

type Change = PendingPlanChange | PendingPause | PendingResume

/** Makes a supporter's change at Stripe. A subscription that was canceled meanwhile stays as it is. */
export const pushPlanChange = async (needs: PlanChangeNeeds, action: Change): Promise<Outcome> => {
  await recordFirstAttempt(needs.database, action, needs.now())
  const result = await callStripe(needs, action)
  const refund = findRefundOfPause(action, result, needs.now())
  if (result.ok) return { result: 'done', refund }
  return result.because === 'ended'
    ? { result: 'withdrawn', because: 'it had ended already', refund }
    : { result: 'failed', because: result.because, refund }
}

const callStripe = (
  { changePlan, pauseCharges, resumeCharges, productName }: PlanChangeNeeds,
  action: Change,
): Promise<CallResult> => {
  const call = { id: action.subscriptionId, key: idempotencyKeyOf(action) }
  switch (action.kind) {
    case 'change':
      return changePlan({ ...call, plan: action.plan, productName })
    case 'pause':
      return pauseCharges({ ...call, resumesAt: action.resumesAt })
    case 'resume':
      return resumeCharges(call)
  }
}

// The page promised that nothing is charged from then on, even if the pause fails in the end.
const findRefundOfPause = (action: Change, result: CallResult, now: Date): RefundWindow | null => {
  if (action.kind !== 'pause' || !wasDelayed(action, now)) return null
  return { since: action.createdAt, until: result.ok ? action.resumesAt : now }
}
