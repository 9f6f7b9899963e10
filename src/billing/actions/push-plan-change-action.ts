import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outcome, PendingAction } from '../model/pending-action.ts'
import type { PlanChangeGateway } from '../stripe/write/plan-change-gateway.ts'
import type { CallResult } from '../stripe/write/subscription-gateway.ts'
import { recordFirstAttempt } from './pending-action-store.ts'

export type PlanChangeNeeds = PlanChangeGateway & { database: Database; productName: string; now: Clock }

/** Tells Stripe what a giver chose. What ended meanwhile is not changed any more. */
export const pushPlanChange = async (
  needs: PlanChangeNeeds,
  action: PendingAction,
  key: string,
): Promise<Outcome> => {
  await recordFirstAttempt(needs.database, action.id, needs.now())
  const told = await tell(needs, action, { id: action.subscriptionId, key })
  if (told.ok) return { what: 'done' }
  return told.because === 'ended'
    ? { what: 'withdrawn', because: 'it had ended already' }
    : { what: 'failed', because: told.because }
}

const tell = (
  { changePlan, pauseCharges, resumeCharges, productName }: PlanChangeNeeds,
  { kind, amount, interval, resumesAt }: PendingAction,
  call: { id: string; key: string },
): Promise<CallResult> => {
  if (kind === 'change' && amount !== null && interval !== null)
    return changePlan({ ...call, plan: { amount, interval }, productName })
  if (kind === 'pause' && resumesAt !== null) return pauseCharges({ ...call, resumesAt })
  if (kind === 'resume') return resumeCharges(call)
  throw new Error(`A ${kind} without what it asks for`)
}
