import type { Queryable } from '../../platform/database/database.ts'
import type { DatedSupporterStatus, SupporterStatus } from '../history/supporter-status.ts'

/** Saves a customer. The email address of a supporter's customer becomes due to be fetched. */
export const saveCustomer = async (
  transaction: Queryable,
  { customerId, supporterId }: { customerId: string; supporterId: string | null },
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into stripe_customers (id, supporter_id, address_fetch_due_at)
     values ($1, $2, case when $2::uuid is not null then $3::timestamptz end)
     on conflict (id) do update set supporter_id = coalesce(stripe_customers.supporter_id, excluded.supporter_id),
       address_fetch_due_at = case when stripe_customers.supporter_id is null then excluded.address_fetch_due_at
         else stripe_customers.address_fetch_due_at end`,
    [customerId, supporterId, now],
  )
}

/** Returns the supporter linked to a browser, or creates one. Concurrent calls agree: the browser's row decides. */
export const findOrCreateSupporter = async (
  transaction: Queryable,
  reader: { hash: Uint8Array; newId: string },
  now: Date,
): Promise<string> => {
  await transaction.query('insert into supporters (id, created_at) values ($1, $2) on conflict do nothing', [
    reader.newId,
    now,
  ])
  const [linked] = await transaction.query<{ supporter_id: string }>(
    `insert into supporter_readers (reader_hash, supporter_id, linked_at)
     values ($1, $2, coalesce((select min(k.created_at) from known_checkouts k where k.reader_hash = $1 and k.state = 'complete'), $3))
     on conflict (reader_hash) do update set supporter_id = supporter_readers.supporter_id
     returning supporter_id`,
    [reader.hash, reader.newId, now],
  )
  const supporterId = linked?.supporter_id ?? reader.newId
  if (supporterId !== reader.newId)
    await transaction.query('delete from supporters where id = $1', [reader.newId])
  return supporterId
}

export type LockedSupporter = {
  id: string
  status: SupporterStatus | null
  statusUntil: Date | null
  version: number
}

export const LOCKED_SUPPORTER = `s.id, s.status, s.status_until as "statusUntil", s.status_version as version`

/** Locks the supporter until the transaction ends, so that one process at a time folds its facts. */
export const lockSupporter = async (
  transaction: Queryable,
  supporterId: string,
): Promise<LockedSupporter> => {
  const [row] = await transaction.query<LockedSupporter>(
    `select ${LOCKED_SUPPORTER} from supporters s where s.id = $1 for update`,
    [supporterId],
  )
  if (!row) throw new Error('A customer is linked to a supporter that does not exist')
  return row
}

export type LockedCustomer = { hasLease: false } | { hasLease: true; supporter: LockedSupporter | null }

/** Locks a leased customer, if this process still has the lease, and the customer's supporter, if one is known. */
export const lockCustomer = async (
  transaction: Queryable,
  { syncKey, token }: { syncKey: string; token: string },
): Promise<LockedCustomer> => {
  const [row] = await transaction.query<LockedSupporter | { id: null }>(
    `with leased as materialized (select sync_key from sync_jobs where sync_key = $1 and lease_token = $2 for update)
     select s.* from leased left join lateral (
       select ${LOCKED_SUPPORTER} from stripe_customers c join supporters s on s.id = c.supporter_id
       where c.id = leased.sync_key for update of s) as s on true`,
    [syncKey, token],
  )
  if (!row) return { hasLease: false }
  return { hasLease: true, supporter: row.id === null ? null : row }
}

/** Saves a status and queues it for each of the supporter's browsers. */
export const saveSupporterStatus = async (
  transaction: Queryable,
  { supporterId, status, until }: DatedSupporterStatus & { supporterId: string },
  now: Date,
): Promise<void> => {
  await transaction.query(
    'update supporters set status = $2, status_until = $3, status_version = status_version + 1 where id = $1',
    [supporterId, status, until],
  )
  await transaction.query(
    `insert into supporter_status_outbox (reader_hash, status, status_until, version, due_at)
     select r.reader_hash, s.status, s.status_until, s.status_version, $2
     from supporters s join supporter_readers r on r.supporter_id = s.id where s.id = $1
     on conflict (reader_hash) do update set status = excluded.status, status_until = excluded.status_until,
       version = excluded.version, due_at = excluded.due_at, attempts = 0
     where supporter_status_outbox.version < excluded.version`,
    [supporterId, now],
  )
}

/** Lists the next thousand supporter ids after `after`. */
export const listSupporterIds = async (database: Queryable, after: string | null): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    'select id from supporters where $1::uuid is null or id > $1::uuid order by id limit 1000',
    [after],
  )
  return rows.map((row) => row.id)
}
