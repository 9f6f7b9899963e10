import { HOUR_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import { tidySignIns } from './sign-in-store.ts'

/** Forgets hourly who asked to sign in, and sessions that have run out. */
export const tidySignInsJob = (database: Database, log: Log): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await tidySignIns(database)
      return false
    },
    onError: (error) => log.error('tidying failed', { component: 'sign-in', ...errorFields(error) }),
  })
