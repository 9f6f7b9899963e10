import { type Clock, HOUR_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'
import { deleteExpiredSignIns } from '../session/sign-in-store.ts'
import { deleteStaleBrowsers } from './browser-store.ts'

/** Forgets hourly who asked to sign in, sessions that have run out, and browsers that are of no use any more. */
type Needs = { database: Database; now: Clock; log: Log }

export const deleteExpiredSignInsJob = ({ database, now, log }: Needs): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await deleteExpiredSignIns(database)
      await deleteStaleBrowsers(database, now())
      return false
    },
    onError: (error) => log.error('tidying failed', { component: 'sign-in', ...errorFields(error) }),
  })
