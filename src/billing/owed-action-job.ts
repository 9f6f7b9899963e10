import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import type { Acted, ActionGateway } from './action-gateway.ts'
import { wakeUnit } from './inbox-store.ts'
import { type OwedAction, refundableCharges, settleOwed, takeOwed } from './owed-action-store.ts'
import { retryAfterMs } from './retry.ts'

export type CallNeeds = ActionGateway & { database: Database; now: Clock; log: Log; onDone: () => void }

/** Makes the calls that the record owes Stripe: ends, and the return of what was paid twice. */
export const owedActionJob = (needs: CallNeeds): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => makeNextCall(needs),
    onError: (error) =>
      needs.log.error('the owed calls failed', { component: 'actions', ...errorFields(error) }),
  })

/** False when nothing is owed. A call that was cut off is made again under the same key: Stripe does it once. */
export const makeNextCall = async (needs: CallNeeds): Promise<boolean> => {
  const { database, now, log } = needs
  const action = await takeOwed(database, now())
  if (!action) return false
  try {
    const acted = await perform(needs, action)
    await database.inTransaction(async (transaction) => {
      await settleOwed(transaction, action.id, acted.ok ? { done: now() } : { failed: acted.because })
      // What we did comes back as events; fetched at once, nobody waits for them.
      await wakeUnit(transaction, action.customerId, now())
    })
    if (!acted.ok) log.error('Stripe refused an owed call', { component: 'actions', reason: acted.because })
    needs.onDone()
  } catch (error) {
    log.warn('an owed call was put off', {
      component: 'actions',
      attempt: action.attempts + 1,
      ...errorFields(error),
    })
    await settleOwed(database, action.id, {
      again: new Date(now().getTime() + retryAfterMs(action.attempts)),
    })
  }
  return true
}

const perform = async (needs: CallNeeds, { id, kind, subscriptionId }: OwedAction): Promise<Acted> => {
  const key = `action:${id}`
  const ended = await needs.endSubscription(subscriptionId, key)
  if (!ended.ok || kind === 'end') return ended
  for (const charge of await refundableCharges(needs.database, subscriptionId)) {
    const returned = await needs.refundCharge(charge, key)
    if (!returned.ok) return returned
  }
  return { ok: true }
}
