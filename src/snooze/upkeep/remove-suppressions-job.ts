import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { SnoozeStore } from '../snooze-store.ts'
import { removePlanned } from '../suppression-removal-store.ts'

type Needs = { database: Database; store: SnoozeStore; now: Clock; log: Log }

/** Deletes the suppression entries of renewed readers. */
export const removeSuppressionsJob = ({ log, ...needs }: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => removePlanned(needs),
    onError: (error) =>
      log.error('removing suppression entries failed', { component: 'snooze', ...errorFields(error) }),
  })
