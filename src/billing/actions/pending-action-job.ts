import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { whileLeased } from '../../platform/database/lease.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { retryAfterMs } from '../../platform/jobs/retry.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { queueChangeMail, queuePauseMail } from '../mails/queue-mails-action.ts'
import type { Outcome, PendingAction } from '../model/pending-action.ts'
import { temporaryFailure } from '../stripe/shapes/stripe-errors.ts'
import { scheduleSync } from '../webhooks/webhook-event-store.ts'
import { hasActionLease, renewAction } from './action-lease-store.ts'
import { type CancelNeeds, performCancellation } from './cancel-action.ts'
import { leasePendingAction, recordOutcome } from './pending-action-store.ts'
import { type PlanChangeNeeds, pushPlanChange } from './push-plan-change-action.ts'
import { performDuplicateRefund, performRefund } from './refund-action.ts'
import { requestRefund } from './refund-store.ts'

export type PendingActionNeeds = CancelNeeds &
  PlanChangeNeeds & { database: Database; mailLanguage: Language; now: Clock; log: Log; onDone: () => void }

/** Makes the pending calls to Stripe: cancellations, refunds and the changes that supporters asked for. */
export const pendingActionJob = (needs: PendingActionNeeds): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => performNextAction(needs),
    onError: (error) =>
      needs.log.error('the pending action job failed', { component: 'actions', ...errorFields(error) }),
  })

/** Performs the oldest due action; false if none is due. An interrupted call is made again, which is safe. */
export const performNextAction = async (needs: PendingActionNeeds): Promise<boolean> => {
  const { database, now } = needs
  const action = await leasePendingAction(database, now())
  if (!action) return false
  const outcome = await whileLeased(
    () => renewAction(database, action, now()),
    () => attempt(needs, action),
  )
  logOutcome(needs.log, outcome)
  await database.inTransaction((transaction) => saveOutcome(transaction, needs, { action, outcome }))
  if (outcome.result !== 'retry') needs.onDone()
  return true
}

const attempt = async (needs: PendingActionNeeds, action: PendingAction): Promise<Outcome> => {
  try {
    return await perform(needs, action)
  } catch (error) {
    const fields = { component: 'actions', attempt: action.attempts + 1, ...errorFields(error) }
    needs.log.warn('a pending action was postponed', fields)
    return { result: 'retry', because: temporaryFailure(error) }
  }
}

const perform = (needs: PendingActionNeeds, action: PendingAction): Promise<Outcome> => {
  switch (action.kind) {
    case 'cancel':
      return performCancellation(needs, action)
    case 'duplicate':
      return performDuplicateRefund(needs, action)
    case 'refund':
      return performRefund(needs, action)
    case 'change':
    case 'pause':
    case 'resume':
      return pushPlanChange(needs, action)
  }
}

const logOutcome = (log: Log, outcome: Outcome): void => {
  if (outcome.result === 'failed')
    log.error('a pending action failed for good', { component: 'actions', reason: outcome.because })
  if (outcome.result === 'withdrawn')
    log.info('a pending action was withdrawn', { component: 'actions', reason: outcome.because })
}

type Performed = { action: PendingAction; outcome: Outcome }

const saveOutcome = async (
  transaction: Transaction,
  needs: PendingActionNeeds,
  { action, outcome }: Performed,
): Promise<void> => {
  const now = needs.now()
  for (const syncKey of syncKeysToSchedule(action, outcome)) await scheduleSync(transaction, syncKey, now)
  // Checked after the customers are locked, which is the order of a sync. One fetch too many does no harm.
  if (!(await hasActionLease(transaction, action))) return
  const retryAt = new Date(now.getTime() + retryAfterMs(action.attempts))
  await recordOutcome(transaction, { action, outcome, retryAt }, now)
  if (outcome.result === 'retry') return
  if (outcome.refund)
    await requestRefund(transaction, { subscriptionId: action.subscriptionId, window: outcome.refund }, now)
  if (outcome.result !== 'done') return
  if (action.kind === 'change') await queueChangeMail(transaction, needs, action)
  if (action.kind === 'pause' || action.kind === 'resume') await queuePauseMail(transaction, needs, action)
}

// Fetches our own change at once instead of waiting for its event. An action is withdrawn because the record was
// outdated, so both customers are fetched. Sorted, because everybody locks several customers in this order.
const syncKeysToSchedule = (action: PendingAction, { result }: Outcome): string[] => {
  if (result === 'retry') return []
  const keptCustomerId = action.kind === 'duplicate' ? action.keptCustomerId : null
  return result === 'withdrawn' && keptCustomerId
    ? [action.customerId, keptCustomerId].sort()
    : [action.customerId]
}
