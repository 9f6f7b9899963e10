import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { compactRollups } from './rollup-store.ts'

/** Moves deltas into the rollups every second. Reports are right without it, only slower. */
export const compactRollupsJob = (database: Database, log: Log): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => compactRollups(database),
    onError: (error) =>
      log.error('compacting rollups failed', { component: 'reports', ...errorFields(error) }),
  })
