import { HOUR_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import { deleteExpired } from './postgres-snooze-store.ts'

/** Deletes hourly what Redis would have let expire by itself. */
export const deleteExpiredSnoozesJob = (database: Database, log: Log): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await deleteExpired(database)
      return false
    },
    onError: (error) => log.error('tidying failed', { component: 'quiet', ...errorFields(error) }),
  })
