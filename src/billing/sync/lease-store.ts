import type { Database, Queryable } from '../../platform/database/database.ts'
import { withInstants } from '../../platform/database/json-rows.ts'
import { leaseEnd } from '../../platform/database/lease.ts'
import type { FetchRequest } from '../model/fetch-request.ts'
import { WAITING_EVENT_COLUMNS, type WaitingEvent } from '../webhooks/webhook-event-store.ts'

export type Lease = {
  syncKey: string
  token: string
  attempts: number
  /** The fetch that is needed apart from the waiting events. */
  fetchScope: 'everything' | 'charges' | 'nothing'
  /** Number of calls of `scheduleSync` before the lease. */
  wakeCount: number
  fetchAll: boolean
  /** Time of the last full fetch. */
  fetchedAt: Date | null
  leasedAt: Date
  waiting: WaitingEvent[]
}

/** Leases the most overdue sync job. No other process gets it until the lease expires. */
export const leaseSyncJob = async (database: Queryable, token: string, now: Date): Promise<Lease | null> =>
  (await leaseSyncJobs(database, { token, count: 1 }, now))[0] ?? null

/** Leases up to `count` sync jobs under one token. */
export const leaseSyncJobs = async (
  database: Queryable,
  { token, count }: { token: string; count: number },
  now: Date,
): Promise<Lease[]> => {
  const rows = await database.query<Omit<Lease, 'token' | 'leasedAt'>>(
    // Materialized, because a subquery may be evaluated for each row and lease jobs that nobody works on. A leased job is
    // due again when its lease expires; scheduleSync makes it due earlier. An event that arrives during this statement is
    // not in `waiting`, and makes the job due again as well.
    `with chosen as materialized (
       select sync_key from sync_jobs
       where due_at <= $2 and (leased_until is null or leased_until <= $2)
       order by due_at limit $4 for update skip locked),
     leased as (
       update sync_jobs u set lease_token = $1, leased_until = $3, due_at = $3 from chosen where u.sync_key = chosen.sync_key
       returning u.sync_key, attempts, fetch_scope, wake_count, fetch_all, fetched_at)
     select sync_key as "syncKey", attempts, fetch_scope as "fetchScope", wake_count as "wakeCount", fetch_all as "fetchAll", fetched_at as "fetchedAt",
       (select coalesce(jsonb_agg(w order by number), '[]') from (
          select ${WAITING_EVENT_COLUMNS} from waiting_webhook_events e where e.sync_key = leased.sync_key) as w) as waiting
     from leased`,
    [token, now, leaseEnd(now), count],
  )
  return rows.map((row) => ({
    ...row,
    token,
    leasedAt: now,
    waiting: withInstants(row.waiting, ['createdAt']),
  }))
}

/** Counts due sync jobs, at most `limit`. */
export const countDueSyncJobs = async (database: Queryable, now: Date, limit: number): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from (select 1 from sync_jobs where due_at <= $1
       and (leased_until is null or leased_until <= $1) limit $2) as due`,
    [now, limit],
  )
  return row?.count ?? 0
}

/** Extends the leases of one token to their full time. */
export const renewLeases = async (database: Queryable, token: string, now: Date): Promise<void> => {
  await database.query(
    // Locks in the order of storeEvents, so that the two cannot deadlock.
    `with leased as materialized (select sync_key from sync_jobs where lease_token = $1 order by sync_key for update)
     update sync_jobs u set leased_until = $2, due_at = case when due_at >= leased_until then $2 else due_at end
     from leased where u.sync_key = leased.sync_key`,
    [token, leaseEnd(now)],
  )
}

/** Ends every lease. Only for a database that no other process has open: the workers that held them are gone. */
export const endSyncLeases = async (database: Queryable, now: Date): Promise<void> => {
  await database.query(
    `update sync_jobs set lease_token = null, leased_until = null, due_at = least(due_at, $1) where lease_token is not null`,
    [now],
  )
}

/** True if this process still has the lease. Locks the job until the transaction ends. */
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

/** The next time at which a sync job is due by itself, and the fetch it needs; null if there is none. */
export type NextDue = { at: Date; fetchScope: Lease['fetchScope'] } | null

// Events that arrived during the lease are due at their own times. A scheduled sync is due at once.
const DUE_AGAIN = `least($2::timestamptz,
  (select min(sync_by) from waiting_webhook_events where sync_key = $1 and number <> all($5::bigint[])),
  case when wake_count <> $3 then $4::timestamptz end)`

export type Finishing = { next: NextDue; scope: FetchRequest['scope'] | 'nothing'; now: Date }

/** Finishes a sync job. Only the events that waited at the time of the lease are done: the fetch covers them. */
export const finishSyncJob = async (
  transaction: Queryable,
  lease: Lease,
  { next, scope, now }: Finishing,
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

/** Ends the lease without a result. The job is due again at `until`. */
export const postponeSyncJob = async (
  database: Database,
  lease: Lease,
  { until, failure }: { until: Date; failure: string },
): Promise<void> => {
  await database.query(
    `update sync_jobs set lease_token = null, leased_until = null, attempts = attempts + 1, last_failure = $3, due_at = $2
     where sync_key = $1 and lease_token = $4`,
    [lease.syncKey, until, failure, lease.token],
  )
}

const PARKED_RETRY_MS = 24 * 3_600_000

/**
 * Parks the events of a sync job that cannot succeed, with the reason for staff. The job itself is due again after a day,
 * because it may have other work, and at once if an event arrived meanwhile.
 */
export const parkSyncJob = (
  database: Database,
  { lease, reason }: { lease: Lease; reason: string },
  now: Date,
): Promise<void> =>
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
        new Date(now.getTime() + PARKED_RETRY_MS),
        lease.wakeCount,
        now,
        numbersOf(lease),
        reason,
      ],
    )
  })

/** Ends a lease unused. The job is due at once. */
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
