import type { Queryable } from '../database/database.ts'
import type { ReplicaState } from './replica-state-store.ts'

/** Away: it does not answer. */
export type ReplicaLook = ReplicaState | { is: 'away' }

/** The database that reports read. */
export type ReportSource = {
  database: Queryable
  /** Looks at the replica. Null: there is none, and reports read the primary. */
  look: () => Promise<ReplicaLook | null>
}

/** Lets reports read the primary itself. */
export const primarySource = (database: Queryable): ReportSource => ({ database, look: async () => null })
