import { DAY_MS } from '../platform/clock.ts'
import type { Database, Queryable, Transaction } from '../platform/database/database.ts'
import { MOVES, moveParameters, type ReaderMove } from '../readers/reader-hash.ts'
import { parseStoredChoice } from './lengths/length.ts'
import type { SnoozeStore } from './snooze-store.ts'
import { entryLifetimeMs, type SupporterStatus, type SuppressionEntry } from './suppression.ts'

/**
 * Keeps entries in Postgres on machines without Redis. Expired rows are ignored, and a job deletes them. Capped appeals
 * are not counted: not in the database, which is for what a reader chose, nor in memory, which a restart empties.
 */
export const postgresSnoozeStore = (database: Database): SnoozeStore => ({
  seenWithoutEntry: 'unknown',
  find: (hash) => find(database, hash),
  writeSeen: async () => {},
  writeSnooze: (hash, { serial, until, choice, times }, now) =>
    database.inTransaction(async (transaction) => {
      const longest = await lockLongestUntil(transaction, hash, until)
      await transaction.query(
        `insert into appeal_suppressions (reader_hash, serial, snoozed_until, choice, times, version, longest_until, expires_at)
         values ($1, $2, $3, $4, $5, 0, $6, now() + $7 * interval '1 millisecond')
         on conflict (reader_hash) do update set
           serial = excluded.serial, snoozed_until = excluded.snoozed_until, choice = excluded.choice,
           times = excluded.times, longest_until = excluded.longest_until, expires_at = excluded.expires_at
         where appeal_suppressions.serial <= excluded.serial`,
        [bytes(hash), serial, until, choice, times, longest, entryLifetimeMs(longest, now)],
      )
    }),
  writeSupporterStatus: (hash, { status, until, version }, now) =>
    database.inTransaction(async (transaction) => {
      const longest = await lockLongestUntil(transaction, hash, until)
      await transaction.query(
        `insert into appeal_suppressions
           (reader_hash, serial, times, status, status_until, version, longest_until, expires_at)
         values ($1, 0, 0, $2, $3, $4, $5, now() + $6 * interval '1 millisecond')
         on conflict (reader_hash) do update set
           times = case when excluded.status = 'canceled' then appeal_suppressions.times else 0 end,
           status = excluded.status, status_until = excluded.status_until, version = excluded.version,
           longest_until = excluded.longest_until, expires_at = excluded.expires_at
         where appeal_suppressions.version < excluded.version`,
        [bytes(hash), status, until, version, longest, entryLifetimeMs(longest, now)],
      )
    }),
  clearSupporterStatus: (hash, now) =>
    database.inTransaction(async (transaction) => {
      const [row] = await transaction.query<{ until: Date | null }>(
        'select snoozed_until as until from appeal_suppressions where reader_hash = $1 for update',
        [bytes(hash)],
      )
      if (!row?.until)
        return void (await transaction.query('delete from appeal_suppressions where reader_hash = $1', [
          bytes(hash),
        ]))
      await transaction.query(
        `update appeal_suppressions set status = null, status_until = null, version = 0, longest_until = snoozed_until,
           times = case when choice is null or choice = 'given' then times else greatest(times, 1) end,
           expires_at = now() + $2 * interval '1 millisecond' where reader_hash = $1`,
        [bytes(hash), entryLifetimeMs(row.until, now)],
      )
    }),
  writeEmptyEntry: async (hash, serial) => {
    await database.query(
      `insert into appeal_suppressions (reader_hash, serial, times, version, expires_at)
       values ($1, $2, 0, 0, now() + $3 * interval '1 millisecond') on conflict do nothing`,
      [bytes(hash), serial, DAY_MS],
    )
  },
  delete: async (hash) => {
    await database.query('delete from appeal_suppressions where reader_hash = $1', [bytes(hash)])
  },
})

/** Moves the entries of readers. */
export const moveSuppressions = async (
  transaction: Transaction,
  moves: readonly ReaderMove[],
): Promise<void> => {
  await transaction.query(
    `update appeal_suppressions set reader_hash = m.to_hash from ${MOVES} where reader_hash = m.from_hash`,
    moveParameters(moves),
  )
}

/** Resolves to the number of deleted rows. */
export const deleteExpiredSuppressions = async (database: Queryable): Promise<number> => {
  const rows = await database.query('delete from appeal_suppressions where expires_at <= now() returning 1')
  return rows.length
}

/** Deletes all entries, which are behind where Redis is used. Cookies and the record bring back what counts. */
export const deleteSuppressions = async (database: Queryable): Promise<void> => {
  await database.query('delete from appeal_suppressions')
}

const bytes = (hash: string): Uint8Array => Buffer.from(hash, 'hex')

/**
 * Locks the entry and returns the later of `until` and the longest date it ever had.
 * Deletes an expired entry first, so that its values are not kept.
 */
const lockLongestUntil = async (transaction: Queryable, hash: string, until: Date): Promise<Date> => {
  await transaction.query('delete from appeal_suppressions where reader_hash = $1 and expires_at <= now()', [
    bytes(hash),
  ])
  const [row] = await transaction.query<{ longest_until: Date | null }>(
    'select longest_until from appeal_suppressions where reader_hash = $1 for update',
    [bytes(hash)],
  )
  const stored = row?.longest_until
  return stored && stored > until ? stored : until
}

type Row = {
  serial: number
  snoozed_until: Date | null
  choice: string | null
  times: number
  status: SupporterStatus | null
  status_until: Date | null
  version: number
}

const find = async (database: Database, hash: string): Promise<SuppressionEntry | null> => {
  const [row] = await database.query<Row>(
    `select serial, snoozed_until, choice, times, status, status_until, version
     from appeal_suppressions where reader_hash = $1 and expires_at > now()`,
    [bytes(hash)],
  )
  if (!row) return null
  return {
    serial: row.serial,
    snoozedUntil: row.snoozed_until,
    choice: parseStoredChoice(row.choice),
    times: row.times,
    status: row.status,
    statusUntil: row.status_until,
    version: row.version,
    seen: 'unknown',
  }
}
