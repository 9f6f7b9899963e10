import type { LinkedBrowsers } from '../../billing/status/linked-browser-store.ts'
import { type Clock, HOUR_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { deleteExpiredSignIns } from '../session/sign-in-store.ts'

type Needs = { database: Database; browsers: Pick<LinkedBrowsers, 'forgetStale'>; now: Clock; log: Log }

/** Deletes expired sign-in requests and sessions, and stale links of browsers, every hour. */
export const deleteExpiredSignInsJob = ({ database, browsers, now, log }: Needs): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await deleteExpiredSignIns(database)
      await browsers.forgetStale(database, now())
      return false
    },
    onError: (error) =>
      log.error('deleting expired sign-ins failed', { component: 'sign-in', ...errorFields(error) }),
  })
