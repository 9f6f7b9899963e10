import { MINUTE_MS } from '../../platform/clock.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import {
  catchUpEvents,
  EVENTS_EVERY_MS,
  type ReconcileNeeds,
  SCAN_EVERY_MS,
  scanAccount,
} from './reconcile-action.ts'
import { type RunKind, releaseTurn, takeTurn } from './run-store.ts'

type Needs = ReconcileNeeds & { log: Log; onFound: () => void }

const POLL_MS = 2_000
/** A failed scan starts over with the whole account, so it is retried less often. */
const RETRY_AFTER_MS: Record<RunKind, number> = { events: MINUTE_MS, scan: 15 * MINUTE_MS }

/** Lists Stripe's events every ten minutes. Scans the account after a start and daily. */
export const reconcileJob = (needs: Needs): Repeating => {
  let isFirst = true
  return repeat({
    pauseMs: POLL_MS,
    step: async () => {
      await runInTurn(needs, { kind: 'events', everyMs: EVENTS_EVERY_MS, work: () => reportEvents(needs) })
      // Scans after every start, except when the process restarts again within minutes.
      const everyMs = isFirst ? EVENTS_EVERY_MS : SCAN_EVERY_MS
      await runInTurn(needs, { kind: 'scan', everyMs, work: () => reportScan(needs) })
      isFirst = false
      return false
    },
    onError: (error) =>
      needs.log.warn('reconciliation failed, will be retried', {
        component: 'reconcile',
        ...errorFields(error),
      }),
  })
}

type Turn = { kind: RunKind; everyMs: number; work: () => Promise<void> }

const runInTurn = async ({ database, now }: Needs, { kind, everyMs, work }: Turn): Promise<void> => {
  if (!(await takeTurn(database, kind, { now: now(), everyMs }))) return
  try {
    await work()
  } catch (error) {
    await releaseTurn(database, kind, { now: now(), everyMs, retryAfterMs: RETRY_AFTER_MS[kind] })
    throw error
  }
}

const reportEvents = async (needs: Needs): Promise<void> => {
  const missed = await catchUpEvents(needs)
  if (missed === 0) return
  needs.log.warn('events were missed', { component: 'reconcile', count: missed })
  needs.onFound()
}

const reportScan = async (needs: Needs): Promise<void> => {
  const { drifted } = await scanAccount(needs)
  if (drifted === 0) return
  needs.log.warn('records differed from Stripe', { component: 'reconcile', count: drifted })
  needs.onFound()
}
