import assert from 'node:assert/strict'
import type { Database } from '../../../src/platform/database/database.ts'
import { eventually } from '../people/reader.ts'

/** Resolves once a transaction in this database waits for a lock, or `work` has ended. */
export const waitForLock = async (database: Database, work: Promise<unknown>): Promise<void> => {
  let hasEnded = false
  const end = () => {
    hasEnded = true
  }
  work.then(end, end)
  await eventually(async () => {
    const waiting = await database.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    assert.ok(hasEnded || waiting.length > 0, 'no transaction waits, and the work has not ended')
  })
}
