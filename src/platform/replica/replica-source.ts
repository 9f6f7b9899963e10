import { isDatabaseUnavailable, type Queryable, type SqlValue } from '../database/database.ts'
import { errorFields, type Log } from '../log.ts'
import { findReplicaState } from './replica-state-store.ts'
import type { ReplicaLook, ReportSource } from './report-source.ts'

type Needs = {
  replica: Queryable
  primary: Queryable
  log: Log
  /** How long a look at the replica holds. */
  lookEveryMs?: number
}

const LOOK_EVERY_MS = 5_000

/**
 * Lets reports read a standby. While it cannot be used they read the primary, so that staff see their figures. Each time
 * that this changes is logged.
 */
export const replicaSource = (needs: Needs): ReportSource => {
  const { replica, primary, log, lookEveryMs = LOOK_EVERY_MS } = needs
  let latest: ReplicaLook | null = null
  let lookedAt = 0
  let looking: Promise<ReplicaLook> | null = null
  const note = (look: ReplicaLook): ReplicaLook => {
    const was = latest?.is ?? 'usable'
    if (look.is !== was)
      log[look.is === 'usable' ? 'info' : 'warn']('the replica for reports changed', { reason: look.is })
    latest = look
    lookedAt = performance.now()
    return look
  }
  const lookNow = (): Promise<ReplicaLook> =>
    findReplicaState({ replica, primary })
      .catch((): ReplicaLook => ({ is: 'away' }))
      .then(note)
      .finally(() => {
        looking = null
      })
  const look = async (): Promise<ReplicaLook> => {
    if (latest !== null && performance.now() - lookedAt < lookEveryMs) return latest
    looking ??= lookNow()
    // A server that does not answer at all must not delay each page.
    return latest?.is === 'away' ? latest : looking
  }
  return {
    database: {
      query: async <Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> => {
        if ((await look()).is !== 'usable') return primary.query<Row>(sql, values)
        try {
          return await retryConflict(() => replica.query<Row>(sql, values))
        } catch (error) {
          if (!isConflict(error) && !isDatabaseUnavailable(error)) throw error
          log.warn('a report read the primary instead of the replica', errorFields(error))
          if (!isConflict(error)) note({ is: 'away' })
          return primary.query<Row>(sql, values)
        }
      },
    },
    look,
  }
}

// A standby cancels a query that needs rows which the primary has removed since.
const CONFLICT = '40001'

const isConflict = (error: unknown): boolean => (error as { code?: unknown }).code === CONFLICT

const retryConflict = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (!isConflict(error)) throw error
    return work()
  }
}
