import { DAY_MS } from '../platform/clock.ts'
import type { Database, Queryable } from '../platform/database/database.ts'
import { type Choice, type QuietEntry, type Standing, spanMs } from './quiet.ts'
import type { SnoozeStore } from './snooze-store.ts'

/** The same promises for machines without Redis. Rows past their time are ignored, and deleted by a job. */
export const postgresSnoozeStore = (database: Database): SnoozeStore => ({
  find: (hash) => find(database, hash),
  writeSnooze: (hash, { serial, until, choice, times }, now) =>
    database.inTransaction(async (transaction) => {
      const longest = await lockedLongest(transaction, hash, until)
      await transaction.query(
        `insert into quiet_entries (reader_hash, serial, snoozed_until, choice, times, version, longest_until, expires_at)
         values ($1, $2, $3, $4, $5, 0, $6, now() + $7 * interval '1 millisecond')
         on conflict (reader_hash) do update set
           serial = excluded.serial, snoozed_until = excluded.snoozed_until, choice = excluded.choice,
           times = excluded.times, longest_until = excluded.longest_until, expires_at = excluded.expires_at
         where quiet_entries.serial <= excluded.serial`,
        [bytes(hash), serial, until, choice, times, longest, spanMs(longest, now)],
      )
    }),
  writeStanding: (hash, { standing, until, version }, now) =>
    database.inTransaction(async (transaction) => {
      const longest = await lockedLongest(transaction, hash, until)
      await transaction.query(
        `insert into quiet_entries
           (reader_hash, serial, times, standing, standing_until, version, longest_until, expires_at)
         values ($1, 0, 0, $2, $3, $4, $5, now() + $6 * interval '1 millisecond')
         on conflict (reader_hash) do update set
           standing = excluded.standing, standing_until = excluded.standing_until, version = excluded.version,
           longest_until = excluded.longest_until, expires_at = excluded.expires_at
         where quiet_entries.version < excluded.version`,
        [bytes(hash), standing, until, version, longest, spanMs(longest, now)],
      )
    }),
  dropStanding: (hash, now) =>
    database.inTransaction(async (transaction) => {
      const [row] = await transaction.query<{ until: Date | null }>(
        'select snoozed_until as until from quiet_entries where reader_hash = $1 for update',
        [bytes(hash)],
      )
      if (!row?.until)
        return void (await transaction.query('delete from quiet_entries where reader_hash = $1', [
          bytes(hash),
        ]))
      await transaction.query(
        `update quiet_entries set standing = null, standing_until = null, version = 0, longest_until = snoozed_until,
           expires_at = now() + $2 * interval '1 millisecond' where reader_hash = $1`,
        [bytes(hash), spanMs(row.until, now)],
      )
    }),
  writeNothing: async (hash, serial) => {
    await database.query(
      `insert into quiet_entries (reader_hash, serial, times, version, expires_at)
       values ($1, $2, 0, 0, now() + $3 * interval '1 millisecond') on conflict do nothing`,
      [bytes(hash), serial, DAY_MS],
    )
  },
})

/** Deletes what is past its time; resolves to the number of rows. */
export const deleteExpired = async (database: Queryable): Promise<number> => {
  const rows = await database.query('delete from quiet_entries where expires_at <= now() returning 1')
  return rows.length
}

const bytes = (hash: string): Uint8Array => Buffer.from(hash, 'hex')

// An entry past its time counts as none, so it goes before anything is written over it.
const lockedLongest = async (transaction: Queryable, hash: string, until: Date): Promise<Date> => {
  await transaction.query('delete from quiet_entries where reader_hash = $1 and expires_at <= now()', [
    bytes(hash),
  ])
  const [row] = await transaction.query<{ longest_until: Date | null }>(
    'select longest_until from quiet_entries where reader_hash = $1 for update',
    [bytes(hash)],
  )
  const held = row?.longest_until
  return held && held > until ? held : until
}

type Row = {
  serial: number
  snoozed_until: Date | null
  choice: Choice | null
  times: number
  standing: Standing | null
  standing_until: Date | null
  version: number
}

const find = async (database: Database, hash: string): Promise<QuietEntry | null> => {
  const [row] = await database.query<Row>(
    `select serial, snoozed_until, choice, times, standing, standing_until, version
     from quiet_entries where reader_hash = $1 and expires_at > now()`,
    [bytes(hash)],
  )
  if (!row) return null
  return {
    serial: row.serial,
    snoozedUntil: row.snoozed_until,
    choice: row.choice,
    times: row.times,
    standing: row.standing,
    standingUntil: row.standing_until,
    version: row.version,
  }
}
