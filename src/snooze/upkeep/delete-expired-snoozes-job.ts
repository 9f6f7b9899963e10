import { HOUR_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { deleteExpiredSuppressions } from '../postgres-snooze-store.ts'

/** Deletes expired entries every hour. Redis expires them by itself. */
export const deleteExpiredSnoozesJob = (database: Database, log: Log): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await deleteExpiredSuppressions(database)
      return false
    },
    onError: (error) =>
      log.error('deleting expired snoozes failed', { component: 'snooze', ...errorFields(error) }),
  })
