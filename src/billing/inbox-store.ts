import type { Database, Queryable } from '../platform/database.ts'
import type { EventHint } from './stripe-event.ts'

/** Stores an event and makes its unit due, in one statement; resolves to false for one already stored. */
export const storeEvent = async (
  database: Database,
  event: EventHint,
  bodyHash: Uint8Array,
  now: Date,
): Promise<boolean> => {
  const rows = await database.query(
    `with stored as (
       insert into inbox (event_id, type, object_id, unit, created_at, api_version, livemode, body_hash, received_at, resolve_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
       on conflict (event_id) do nothing returning unit
     ), woken as (
       insert into sync_units (unit, due_at) select unit, $9 from stored where unit is not null
       on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at)
     )
     select 1 from stored`,
    [
      event.id,
      event.type,
      event.objectId,
      event.unit,
      event.createdAt,
      event.apiVersion,
      event.livemode,
      bodyHash,
      now,
    ],
  )
  return rows.length > 0
}

/** Makes a unit due now, for something that was learnt otherwise than by an event. */
export const wakeUnit = async (database: Queryable, unit: string, now: Date): Promise<void> => {
  await database.query(
    `insert into sync_units (unit, due_at) values ($1, $2)
     on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at)`,
    [unit, now],
  )
}

/** Nothing of the customer is waiting, and each browser of its supporter has been told. */
export const isRecorded = async (database: Queryable, customerId: string, now: Date): Promise<boolean> => {
  const [row] = await database.query<{ waiting: boolean }>(
    `select exists (select 1 from sync_units where unit = $1 and (lease_token is not null or due_at <= $2))
       or exists (select 1 from quiet_outbox o join supporter_readers r on r.reader_hash = o.reader_hash
                  join stripe_customers c on c.supporter_id = r.supporter_id where c.id = $1) as waiting`,
    [customerId, now],
  )
  return row?.waiting === false
}

export type Waiting = { number: number; eventId: string; type: string; objectId: string; attempts: number }

/** Events that did not carry what they belong to. */
export const unresolvedEvents = (database: Database, now: Date): Promise<Waiting[]> =>
  database.query<Waiting>(
    `select number, event_id as "eventId", type, object_id as "objectId", attempts from inbox
     where unit is null and done_at is null and parked_because is null and resolve_at <= $1
     order by number limit 50`,
    [now],
  )

export const assignUnit = (database: Database, number: number, unit: string, now: Date): Promise<void> =>
  database.inTransaction(async (transaction) => {
    await transaction.query('update inbox set unit = $2 where number = $1 and unit is null', [number, unit])
    await wakeUnit(transaction, unit, now)
  })

export const markDone = async (database: Queryable, number: number, now: Date): Promise<void> => {
  await database.query('update inbox set done_at = $2 where number = $1', [number, now])
}

export const parkEvent = async (database: Queryable, number: number, reason: string): Promise<void> => {
  await database.query('update inbox set parked_because = $2 where number = $1', [number, reason])
}

export const postponeResolving = async (database: Database, number: number, until: Date): Promise<void> => {
  await database.query('update inbox set attempts = attempts + 1, resolve_at = $2 where number = $1', [
    number,
    until,
  ])
}

export type Lease = { unit: string; token: string; attempts: number; waiting: Waiting[] }

const LEASE_MS = 120_000

/** Takes the unit that is most overdue, for this worker alone until the lease runs out. */
export const leaseUnit = (database: Database, token: string, now: Date): Promise<Lease | null> =>
  database.inTransaction(async (transaction) => {
    const [row] = await transaction.query<{ unit: string; attempts: number }>(
      // Due again when the lease runs out: whoever wakes the unit meanwhile makes it due earlier than that.
      `update sync_units set lease_token = $1, leased_until = $3, due_at = $3 where unit = (
         select unit from sync_units
         where due_at <= $2 and (leased_until is null or leased_until <= $2)
         order by due_at limit 1 for update skip locked)
       returning unit, attempts`,
      [token, now, new Date(now.getTime() + LEASE_MS)],
    )
    if (!row) return null
    const waiting = await transaction.query<Waiting>(
      `select number, event_id as "eventId", type, object_id as "objectId", attempts from inbox
       where unit = $1 and done_at is null and parked_because is null order by number`,
      [row.unit],
    )
    return { ...row, token, waiting }
  })

/** Whether the lease is still this worker's; holds the unit until the transaction ends. */
export const holdsLease = async (transaction: Queryable, { unit, token }: Lease): Promise<boolean> => {
  const rows = await transaction.query(
    'select 1 from sync_units where unit = $1 and lease_token = $2 for update',
    [unit, token],
  )
  return rows.length > 0
}

const through = ({ waiting }: Lease): number => waiting.at(-1)?.number ?? 0

/** What was waiting when the lease was taken is done; what came since keeps the unit due. */
export const finishUnit = async (
  transaction: Queryable,
  lease: Lease,
  nextDue: Date | null,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `update inbox set done_at = $3 where unit = $1 and number <= $2 and done_at is null and parked_because is null`,
    [lease.unit, through(lease), now],
  )
  await transaction.query(
    `update sync_units set lease_token = null, leased_until = null, attempts = 0, last_failure = null, due_at = case
       when due_at < leased_until
         or exists (select 1 from inbox where unit = $1 and number > $2 and done_at is null and parked_because is null)
       then $4::timestamptz else $3::timestamptz end
     where unit = $1 and lease_token = $5`,
    [lease.unit, through(lease), nextDue, now, lease.token],
  )
}

/** Not this time: the unit stays due, later. */
export const postponeUnit = async (
  database: Database,
  lease: Lease,
  until: Date,
  failure: string,
): Promise<void> => {
  await database.query(
    `update sync_units set lease_token = null, leased_until = null, attempts = attempts + 1, last_failure = $3, due_at = $2
     where unit = $1 and lease_token = $4`,
    [lease.unit, until, failure, lease.token],
  )
}

const PARKED_AGAIN_MS = 24 * 3_600_000

/**
 * Will not succeed as it is: its events are parked with the reason, for staff, and it blocks nobody. It is tried
 * again daily, for what else may be due of it, and at once for what came meanwhile.
 */
export const parkUnit = (database: Database, lease: Lease, reason: string, now: Date): Promise<void> =>
  database.inTransaction(async (transaction) => {
    if (!(await holdsLease(transaction, lease))) return
    await transaction.query(
      `update inbox set parked_because = $3 where unit = $1 and number <= $2 and done_at is null and parked_because is null`,
      [lease.unit, through(lease), reason],
    )
    await transaction.query(
      `update sync_units set lease_token = null, leased_until = null, last_failure = $2, due_at = case
         when exists (select 1 from inbox where unit = $1 and number > $3 and done_at is null and parked_because is null)
         then $4::timestamptz else $5::timestamptz end
       where unit = $1`,
      [lease.unit, reason, through(lease), now, new Date(now.getTime() + PARKED_AGAIN_MS)],
    )
  })
