import type { Database, Queryable } from '../../platform/database/database.ts'

/** Events of one unit that were parked, or of none. */
export type ParkedRow = {
  /** The newest of them stands for all in a form. */
  number: number
  unit: string | null
  events: number
  types: string[]
  because: string
  parkedAt: Date
}

export const listParked = (database: Queryable): Promise<ParkedRow[]> =>
  database.query<ParkedRow>(
    `select max(number) as number, unit, count(*) as events, jsonb_agg(distinct type) as types,
       parked_because as because, max(coalesce(parked_at, received_at)) as "parkedAt"
     from inbox where parked_because is not null
     group by unit, parked_because, case when unit is null then number end
     order by max(coalesce(parked_at, received_at)) desc limit 200`,
  )

/** A unit that could not be fetched, is tried again, and why the last try failed. */
export type FailingRow = {
  unit: string
  attempts: number
  failure: string
  dueAt: Date | null
  waiting: number
}

export const listFailing = (database: Queryable): Promise<FailingRow[]> =>
  database.query<FailingRow>(
    `select u.unit, u.attempts, u.last_failure as failure, u.due_at as "dueAt",
       (select count(*) from inbox i where i.unit = u.unit and i.done_at is null and i.parked_because is null) as waiting
     from sync_units u where u.attempts > 0 and u.due_at is not null
       -- One whose events are parked stands among those.
       and (not exists (select 1 from inbox i where i.unit = u.unit and i.parked_because is not null)
         or exists (select 1 from inbox i where i.unit = u.unit and i.done_at is null and i.parked_because is null))
     order by u.attempts desc, u.unit limit 200`,
  )

/** Puts parked events back, due now: those of the unit that event `number` belongs to, or all. Resolves to how many. */
export const replayParked = (
  transaction: Queryable,
  which: { number: number } | 'all',
  now: Date,
): Promise<number> => replay(transaction, which === 'all' ? null : which.number, now)

const replay = async (transaction: Queryable, number: number | null, now: Date): Promise<number> => {
  const rows = await transaction.query<{ unit: string | null }>(
    `update inbox set parked_because = null, parked_at = null, attempts = 0, wanted_at = $2,
       resolve_at = case when unit is null then $2::timestamptz else resolve_at end
     where parked_because is not null and ($1::bigint is null or number = $1
       or unit = (select unit from inbox where number = $1))
     returning unit`,
    [number, now],
  )
  const units = [...new Set(rows.map((row) => row.unit).filter((unit) => unit !== null))]
  await transaction.query(
    `insert into sync_units (unit, due_at) select unit, $2 from unnest($1::text[]) as unit order by unit
     on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at), attempts = 0, wants = 'everything'`,
    [units, now],
  )
  return rows.length
}

/** Makes a unit that is put off due now. */
export const retryUnit = async (transaction: Queryable, unit: string, now: Date): Promise<boolean> => {
  const rows = await transaction.query(
    'update sync_units set due_at = $2 where unit = $1 and attempts > 0 returning unit',
    [unit, now],
  )
  return rows.length > 0
}

export type InboxOverview = { received: number; lastAt: Date | null; waiting: number }

/** How much came in the last day, and what waits. */
export const overviewOf = async (database: Database, now: Date): Promise<InboxOverview> => {
  const [row] = await database.query<InboxOverview>(
    `select (select count(*) from inbox where received_at > $1::timestamptz - interval '1 day') as received,
       (select max(received_at) from inbox) as "lastAt",
       -- What need not be looked at yet does not wait.
       (select count(*) from inbox where done_at is null and parked_because is null and wanted_at <= $1) as waiting`,
    [now],
  )
  return row ?? { received: 0, lastAt: null, waiting: 0 }
}
