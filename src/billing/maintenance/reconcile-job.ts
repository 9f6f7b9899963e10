import { MINUTE_MS } from '../../platform/clock.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'
import {
  catchUpEvents,
  EVENTS_EVERY_MS,
  type ReconcileNeeds,
  SCAN_EVERY_MS,
  scanAccount,
} from './reconcile-action.ts'
import { type RunKind, releaseTurn, takeTurn } from './run-store.ts'

type Needs = ReconcileNeeds & { log: Log; onFound: () => void }

const LOOK_MS = 2_000
/** A scan begins from the start, through the whole account: not every minute, if something of it fails. */
const AGAIN_MS: Record<RunKind, number> = { events: MINUTE_MS, scan: 15 * MINUTE_MS }

/** Asks Stripe every ten minutes what it told us, and looks through the account at start and daily. */
export const reconcileJob = (needs: Needs): Repeating => {
  let isFirst = true
  return repeat({
    pauseMs: LOOK_MS,
    step: async () => {
      await inTurn(needs, 'events', EVENTS_EVERY_MS, () => reportEvents(needs))
      // After a start the account is looked through whatever was done before, though not at every restart of a minute.
      await inTurn(needs, 'scan', isFirst ? EVENTS_EVERY_MS : SCAN_EVERY_MS, () => reportScan(needs))
      isFirst = false
      return false
    },
    onError: (error) =>
      needs.log.warn('reconciliation put off', { component: 'reconcile', ...errorFields(error) }),
  })
}

const inTurn = async (
  { database, now }: Needs,
  kind: RunKind,
  everyMs: number,
  work: () => Promise<void>,
): Promise<void> => {
  if (!(await takeTurn(database, kind, now(), everyMs))) return
  try {
    await work()
  } catch (error) {
    await releaseTurn(database, kind, { now: now(), everyMs, againMs: AGAIN_MS[kind] })
    throw error
  }
}

const reportEvents = async (needs: Needs): Promise<void> => {
  const missed = await catchUpEvents(needs)
  if (missed === 0) return
  needs.log.warn('events had not reached us', { component: 'reconcile', count: missed })
  needs.onFound()
}

const reportScan = async (needs: Needs): Promise<void> => {
  const { drifted } = await scanAccount(needs)
  if (drifted === 0) return
  needs.log.warn('records differed from Stripe', { component: 'reconcile', count: drifted })
  needs.onFound()
}
