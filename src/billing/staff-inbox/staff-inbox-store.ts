import type { Currency } from '../../money/currency.ts'
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts'

/** Parked events of one sync key, or one parked event without a sync key. */
export type ParkedRow = {
  /** The newest event's number, which identifies the group in a form. */
  number: number
  syncKey: string | null
  events: number
  types: string[]
  because: string
  parkedAt: Date
}

export const listParked = (database: Queryable): Promise<ParkedRow[]> =>
  database.query<ParkedRow>(
    `select max(number) as number, sync_key as "syncKey", count(*) as events, jsonb_agg(distinct type) as types,
       parked_reason as because, max(coalesce(parked_at, received_at)) as "parkedAt"
     from webhook_events where parked_reason is not null
     group by sync_key, parked_reason, case when sync_key is null then number end
     order by max(coalesce(parked_at, received_at)) desc limit 200`,
  )

/** A sync job that failed and is retried, with the last failure. */
export type FailingRow = {
  syncKey: string
  attempts: number
  failure: string
  dueAt: Date | null
  waiting: number
}

export const listFailing = (database: Queryable): Promise<FailingRow[]> =>
  database.query<FailingRow>(
    `select u.sync_key as "syncKey", u.attempts, u.last_failure as failure, u.due_at as "dueAt",
       (select count(*) from waiting_webhook_events i where i.sync_key = u.sync_key) as waiting
     from sync_jobs u where u.attempts > 0 and u.due_at is not null
       -- Jobs with only parked events are listed as parked instead.
       and (not exists (select 1 from webhook_events i where i.sync_key = u.sync_key and i.parked_reason is not null)
         or exists (select 1 from waiting_webhook_events i where i.sync_key = u.sync_key))
     order by u.attempts desc, u.sync_key limit 200`,
  )

/** Returns parked events to the queue, due now: the group of event `number`, or all. Returns how many. */
export const replayParked = (
  transaction: Queryable,
  which: { number: number } | 'all',
  now: Date,
): Promise<number> => replay(transaction, which === 'all' ? null : which.number, now)

const replay = async (transaction: Queryable, number: number | null, now: Date): Promise<number> => {
  const rows = await transaction.query<{ syncKey: string | null }>(
    `update webhook_events set parked_reason = null, parked_at = null, attempts = 0, sync_by = $2,
       resolve_at = case when sync_key is null then $2::timestamptz else resolve_at end
     where parked_reason is not null and ($1::bigint is null or number = $1
       or sync_key = (select sync_key from webhook_events where number = $1))
     returning sync_key as "syncKey"`,
    [number, now],
  )
  const syncKeys = [...new Set(rows.map((row) => row.syncKey).filter((syncKey) => syncKey !== null))]
  await transaction.query(
    `insert into sync_jobs (sync_key, due_at) select sync_key, $2 from unnest($1::text[]) as sync_key order by sync_key
     on conflict (sync_key) do update set due_at = least(sync_jobs.due_at, excluded.due_at), attempts = 0, fetch_scope = 'everything'`,
    [syncKeys, now],
  )
  return rows.length
}

/** Makes a postponed sync job due now. */
export const retrySyncJob = async (transaction: Queryable, syncKey: string, now: Date): Promise<boolean> => {
  const rows = await transaction.query(
    'update sync_jobs set due_at = $2 where sync_key = $1 and attempts > 0 returning sync_key',
    [syncKey, now],
  )
  return rows.length > 0
}

export type InboxOverview = { received: number; lastAt: Date | null; waiting: number }

/** Returns how many events arrived in the last day, and how many wait. */
const findOverview = async (database: Database, now: Date): Promise<InboxOverview> => {
  const [row] = await database.query<InboxOverview>(
    `select (select count(*) from webhook_events where received_at > $1::timestamptz - interval '1 day') as received,
       (select max(received_at) from webhook_events) as "lastAt",
       -- Deferred events do not count as waiting.
       (select count(*) from waiting_webhook_events where sync_by <= $1) as waiting`,
    [now],
  )
  return row ?? { received: 0, lastAt: null, waiting: 0 }
}

/** A customer whose address belongs to somebody else, as its reader says. */
export type DisownedRow = { customerId: string; at: Date }

/** Handed in: the contributions that the reader of their address did not make, and the decision of staff. */
export type DisownedCases = {
  list: () => Promise<DisownedRow[]>
  settle: (
    transaction: Transaction,
    settled: { customerId: string; decision: 'keep' | 'settle' },
    now: Date,
  ) => Promise<boolean>
}

/** A customer whose address rejects mails. */
export type BouncedRow = { customerId: string; at: Date }

export type DisputeRow = {
  id: string
  customerId: string
  currency: Currency
  /** Minor units. */
  amount: number
  createdAt: Date
}

/** Lists the open disputes, the oldest first: Stripe waits for an answer only for some days. */
const listOpenDisputes = (database: Queryable): Promise<DisputeRow[]> =>
  database.query<DisputeRow>(
    `select d.id, c.customer_id as "customerId", d.currency, d.amount, d.created_at as "createdAt"
     from open_disputes d join stripe_charges c on c.id = d.charge_id order by d.created_at, d.id limit 200`,
  )

/** Finds everything of the inbox that webhooks and syncs left. */
export const findStripeLists = async (
  database: Database,
  now: Date,
): Promise<{
  overview: InboxOverview
  parked: ParkedRow[]
  failing: FailingRow[]
  disputes: DisputeRow[]
}> => ({
  overview: await findOverview(database, now),
  parked: await listParked(database),
  failing: await listFailing(database),
  disputes: await listOpenDisputes(database),
})
