import type { Database, Queryable } from '../../platform/database/database.ts'
import { withInstants } from '../../platform/database/json-rows.ts'
import type { FetchRequest } from '../model/fetch-request.ts'
import { WAITING, type Waiting } from '../webhooks/webhook-event-store.ts'

export type Lease = {
  syncKey: string
  token: string
  attempts: number
  /** What is wanted apart from what the waiting events want. */
  fetchScope: 'everything' | 'charges' | 'nothing'
  /** How often it had been woken when it was leased. */
  wakeCount: number
  fetchAll: boolean
  /** When everything of it was last asked for. */
  fetchedAt: Date | null
  leasedAt: Date
  waiting: Waiting[]
}

const LEASE_MS = 120_000

/** Takes the unit that is most overdue, for this worker alone until the lease runs out. */
export const leaseSyncJob = async (database: Queryable, token: string, now: Date): Promise<Lease | null> =>
  (await leaseSyncJobs(database, token, now, 1))[0] ?? null

/** Takes up to `count` units at once, all under one token. */
export const leaseSyncJobs = async (
  database: Queryable,
  token: string,
  now: Date,
  count: number,
): Promise<Lease[]> => {
  const rows = await database.query<Omit<Lease, 'token' | 'leasedAt'>>(
    // Chosen once and for all: as a condition they may be chosen anew for each row, and units be taken that nobody
    // works on. Due again when the lease runs out: whoever wakes the unit meanwhile makes it due earlier than that.
    // An event that arrives between choosing and taking is not among those waiting, and makes it due again as well.
    `with chosen as materialized (
       select sync_key from sync_jobs
       where due_at <= $2 and (leased_until is null or leased_until <= $2)
       order by due_at limit $4 for update skip locked),
     leased as (
       update sync_jobs u set lease_token = $1, leased_until = $3, due_at = $3 from chosen where u.sync_key = chosen.sync_key
       returning u.sync_key, attempts, fetch_scope, wake_count, fetch_all, fetched_at)
     select sync_key as "syncKey", attempts, fetch_scope as "fetchScope", wake_count as "wakeCount", fetch_all as "fetchAll", fetched_at as "fetchedAt",
       (select coalesce(jsonb_agg(w order by number), '[]') from (
          select ${WAITING} from waiting_webhook_events e where e.sync_key = leased.sync_key) as w) as waiting
     from leased`,
    [token, now, new Date(now.getTime() + LEASE_MS), count],
  )
  return rows.map((row) => ({
    ...row,
    token,
    leasedAt: now,
    waiting: withInstants(row.waiting, ['createdAt']),
  }))
}

/** How many units are due, up to `enough`. */
export const countDueSyncJobs = async (database: Queryable, now: Date, enough: number): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from (select 1 from sync_jobs where due_at <= $1
       and (leased_until is null or leased_until <= $1) limit $2) as due`,
    [now, enough],
  )
  return row?.count ?? 0
}

/** Gives leases that are being worked off their full time again. */
export const renewLeases = async (database: Queryable, token: string, now: Date): Promise<void> => {
  const until = new Date(now.getTime() + LEASE_MS)
  await database.query(
    // In the order in which arriving events wake units, so that neither waits for the other.
    `with held as materialized (select sync_key from sync_jobs where lease_token = $1 order by sync_key for update)
     update sync_jobs u set leased_until = $2, due_at = case when due_at >= leased_until then $2 else due_at end
     from held where u.sync_key = held.sync_key`,
    [token, until],
  )
}

/** Whether the lease is still this worker's; holds the unit until the transaction ends. */
export const hasLease = async (
  transaction: Queryable,
  { syncKey, token }: Pick<Lease, 'syncKey' | 'token'>,
): Promise<boolean> => {
  const rows = await transaction.query(
    'select 1 from sync_jobs where sync_key = $1 and lease_token = $2 for update',
    [syncKey, token],
  )
  return rows.length > 0
}

const numbersOf = ({ waiting }: Lease): string[] => waiting.map(({ number }) => String(number))

/** When a unit is to be looked at again though nobody wakes it, and for what. */
export type NextDue = { at: Date; fetchScope: Lease['fetchScope'] } | null

// What came while the unit was leased, or was put back, is looked at when it wanted to be; a wake-up counts at once.
const DUE_AGAIN = `least($2::timestamptz,
  (select min(sync_by) from waiting_webhook_events where sync_key = $1 and number <> all($5::bigint[])),
  case when wake_count <> $3 then $4::timestamptz end)`

export type Finishing = { next: NextDue; scope: FetchRequest['scope'] | 'nothing' }

/** Exactly what was waiting when the lease was taken is done: each of those was fetched for. */
export const finishSyncJob = async (
  transaction: Queryable,
  lease: Lease,
  { next, scope }: Finishing,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `with done as (update webhook_events set done_at = $4 where number = any($5::bigint[]) and done_at is null)
     update sync_jobs set lease_token = null, leased_until = null, attempts = 0, last_failure = null,
       fetch_scope = case when wake_count <> $3 then 'everything' else $7 end, due_at = ${DUE_AGAIN},
       fetch_all = fetch_all and (wake_count <> $3 or $8 <> 'everything'),
       fetched_at = case when $8 = 'everything' then $9::timestamptz else fetched_at end
     where sync_key = $1 and lease_token = $6`,
    [
      lease.syncKey,
      next?.at ?? null,
      lease.wakeCount,
      now,
      numbersOf(lease),
      lease.token,
      next?.fetchScope ?? 'nothing',
      scope,
      lease.leasedAt,
    ],
  )
}

/** Not this time: the unit stays due, later. */
export const postponeSyncJob = async (
  database: Database,
  lease: Lease,
  until: Date,
  failure: string,
): Promise<void> => {
  await database.query(
    `update sync_jobs set lease_token = null, leased_until = null, attempts = attempts + 1, last_failure = $3, due_at = $2
     where sync_key = $1 and lease_token = $4`,
    [lease.syncKey, until, failure, lease.token],
  )
}

const PARKED_AGAIN_MS = 24 * 3_600_000

/**
 * Will not succeed as it is: its events are parked with the reason, for staff, and it blocks nobody. It is tried
 * again daily, for what else may be due of it, and at once for what came meanwhile.
 */
export const parkSyncJob = (database: Database, lease: Lease, reason: string, now: Date): Promise<void> =>
  database.inTransaction(async (transaction) => {
    if (!(await hasLease(transaction, lease))) return
    await transaction.query(
      `with parked as (
         update webhook_events set parked_reason = $6, parked_at = $4 where number = any($5::bigint[]) and done_at is null)
       update sync_jobs set lease_token = null, leased_until = null, last_failure = $6, attempts = attempts + 1,
         due_at = ${DUE_AGAIN}
       where sync_key = $1`,
      [
        lease.syncKey,
        new Date(now.getTime() + PARKED_AGAIN_MS),
        lease.wakeCount,
        now,
        numbersOf(lease),
        reason,
      ],
    )
  })

/** Puts a unit back as it was, for whoever takes it next. */
export const releaseLease = async (
  database: Queryable,
  { syncKey, token }: Lease,
  now: Date,
): Promise<void> => {
  await database.query(
    `update sync_jobs set lease_token = null, leased_until = null, due_at = least(due_at, $3)
     where sync_key = $1 and lease_token = $2`,
    [syncKey, token, now],
  )
}
