import type { Language } from '../../messages/messages.ts'
import { type Clock, MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'
import { retryAfterMs } from '../../platform/retry.ts'
import { queueChangeMail, queuePauseMail } from '../mails/queue-mails-action.ts'
import type { Outcome, PendingAction } from '../model/pending-action.ts'
import { passingFailure } from '../stripe/shapes/stripe-errors.ts'
import type { LiveState, SubscriptionGateway } from '../stripe/write/subscription-gateway.ts'
import { scheduleSync } from '../webhooks/webhook-event-store.ts'
import { cancelAndRefund, end, keyOf, refundCharges } from './cancel-action.ts'
import { leasePendingAction, recordOutcome } from './pending-action-store.ts'
import { type PlanChangeNeeds, pushPlanChange } from './push-plan-change-action.ts'
import { findPaidCharges, requestRefund } from './refund-store.ts'

export type CallNeeds = SubscriptionGateway &
  PlanChangeNeeds & { database: Database; mailLanguage: Language; now: Clock; log: Log; onDone: () => void }

const ENDED_BY_ITSELF = 'it had ended already'
const ENDS_BY_ITSELF = 'the first ends, or is paused, by itself'
const NOT_IN_FORCE = 'what was to replace it is no longer in force'
const TAKES_OVER: ReadonlySet<LiveState> = new Set(['active', 'payment-pending'])
/** Nothing is charged for it as it stands. */
const RESTS_OR_ENDS: ReadonlySet<LiveState> = new Set(['canceling', 'paused', 'incomplete'])

/** Makes the calls that the record owes Stripe: ends, the return of what was paid twice, and what givers chose. */
export const pendingActionJob = (needs: CallNeeds): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => makeNextCall(needs),
    onError: (error) =>
      needs.log.error('the owed calls failed', { component: 'actions', ...errorFields(error) }),
  })

/** False when nothing is owed. A call that was cut off is made again: Stripe ends, or returns, a thing once. */
export const makeNextCall = async (needs: CallNeeds): Promise<boolean> => {
  const { database, now, log } = needs
  const action = await leasePendingAction(database, now())
  if (!action) return false
  const outcome = await perform(needs, action).catch((error: unknown): Outcome => {
    log.warn('an owed call was put off', {
      component: 'actions',
      attempt: action.attempts + 1,
      ...errorFields(error),
    })
    return { what: 'again', because: passingFailure(error) }
  })
  if (outcome.what === 'failed')
    log.error('an owed call was given up', { component: 'actions', reason: outcome.because })
  if (outcome.what === 'withdrawn')
    log.info('an owed call was not to be made after all', { component: 'actions', reason: outcome.because })
  await database.inTransaction(async (transaction) => {
    for (const syncKey of syncKeysToSchedule(action, outcome)) await scheduleSync(transaction, syncKey, now())
    await recordOutcome(transaction, action, outcome, { now: now(), againMs: retryAfterMs(action.attempts) })
    if (outcome.what === 'done' && action.kind === 'change') await queueChangeMail(needs, transaction, action)
    if ('owes' in outcome && outcome.owes)
      await requestRefund(transaction, action.subscriptionId, outcome.owes, now())
    if (outcome.what === 'done' && (action.kind === 'pause' || action.kind === 'resume'))
      await queuePauseMail(needs, transaction, action)
  })
  if (outcome.what !== 'again') needs.onDone()
  return true
}

// What we did comes back as events; fetched at once, nobody waits for them. Where it was withdrawn our facts of the
// first were behind: what was not known of it is fetched. In the order in which whoever holds several takes them.
const syncKeysToSchedule = ({ customerId, otherCustomerId }: PendingAction, { what }: Outcome): string[] => {
  if (what === 'again') return []
  const units = what === 'withdrawn' && otherCustomerId ? [customerId, otherCustomerId] : [customerId]
  return units.sort()
}

const perform = async (needs: CallNeeds, action: PendingAction): Promise<Outcome> => {
  if (action.kind === 'duplicate') return undo(needs, action)
  if (action.kind === 'cancel') return cancelPending(needs, action)
  return action.kind === 'refund' ? refundPending(needs, action) : tell(needs, action)
}

const refundPending = async (needs: CallNeeds, action: PendingAction): Promise<Outcome> => {
  const { subscriptionId, createdAt: since, resumesAt: until } = action
  await needs.voidOpenInvoices(subscriptionId, keyOf(action), { since, until })
  return refundCharges(needs, action, await needs.findChargesSince(subscriptionId, since, until))
}

const tell = async (needs: CallNeeds, action: PendingAction): Promise<Outcome> => {
  const told = await pushPlanChange(needs, action, keyOf(action))
  if (action.kind !== 'pause' || told.what === 'again' || !isLate(needs, action)) return told
  // "Nothing is charged meanwhile" was said when it was asked for, also where nothing came of it.
  const until = told.what === 'done' ? action.resumesAt : needs.now()
  return { ...told, owes: { since: action.createdAt, until } }
}

// Nothing is charged in so short a time without having been about to be.
const AT_ONCE_MS = 5 * MINUTE_MS
const isLate = ({ now }: CallNeeds, { createdAt }: PendingAction): boolean =>
  now().getTime() - createdAt.getTime() > AT_ONCE_MS

// Our facts may be behind Stripe's: what cannot be taken back is asked about once more before it is done.
const cancelPending = async (needs: CallNeeds, action: PendingAction): Promise<Outcome> => {
  const stands = await needs.stateOf(action.subscriptionId)
  const isByPerson = action.cause === 'chosen' || action.cause === 'staff'
  const since = isByPerson && isLate(needs, action) ? action.createdAt : null
  // Before we asked for it, it was not we who ended it.
  if (stands === 'ended' && !action.wasAttempted)
    return { what: 'withdrawn', because: ENDED_BY_ITSELF, owes: since && { since, until: null } }
  const objection = action.cause === 'replaced' ? await objectionTo(needs, action, stands) : null
  return objection ?? cancelAndRefund(needs, action, since)
}

/** Why a first contribution is not to be ended for a second, or not yet; null where it is. */
const objectionTo = async (
  { stateOf, wasPastDueAt }: CallNeeds,
  { subscriptionId, replacedBy, replacedFrom, wasAttempted }: PendingAction,
  stands: LiveState,
): Promise<Outcome | null> => {
  if (stands === 'active') return { what: 'withdrawn', because: 'the first has been paid after all' }
  if (RESTS_OR_ENDS.has(stands)) return { what: 'withdrawn', because: ENDS_BY_ITSELF }
  if (!wasAttempted) {
    if (replacedBy === null || replacedFrom === null || !TAKES_OVER.has(await stateOf(replacedBy)))
      return { what: 'withdrawn', because: NOT_IN_FORCE }
    // What fails now may have been paid when the second began: then both were meant.
    if (!(await wasPastDueAt(subscriptionId, replacedFrom)))
      return { what: 'withdrawn', because: 'the first was paid when the second began' }
  }
  // Last: what is not to be replaced at all is not taken for it while its bank takes days.
  return stands === 'payment-pending' ? { what: 'again', because: 'payment-pending' } : null
}

const undo = async (needs: CallNeeds, action: PendingAction): Promise<Outcome> => {
  const objection = await objectionToUndoing(needs, action)
  if (objection) return objection
  const ended = await end(needs, action)
  if (ended.what !== 'done') return ended
  return refundCharges(needs, action, await findPaidCharges(needs.database, action.subscriptionId))
}

/** Why a second contribution is not to be undone, or not yet; null where it is. */
const objectionToUndoing = async (
  { stateOf }: CallNeeds,
  { subscriptionId, otherSubscriptionId, wasAttempted, isByStaff }: PendingAction,
): Promise<Outcome | null> => {
  const kept = await stateOf(otherSubscriptionId ?? '')
  // Once we have ended the second its payment is owed, whatever became of the first meanwhile.
  if (wasAttempted && (await stateOf(subscriptionId)) === 'ended') return null
  // Whoever looked at both decided knowing that the first fails, or is paused; not that it has ended since.
  if (isByStaff && kept !== 'ended') return null
  if (kept === 'payment-pending') return { what: 'again', because: 'payment-pending' }
  if (kept === 'past-due') return { what: 'withdrawn', because: 'the first cannot be collected' }
  return kept === 'active' ? null : { what: 'withdrawn', because: 'the first is no longer in force' }
}
