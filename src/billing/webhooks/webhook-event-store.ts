import type { Database, Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { WebhookEvent } from '../stripe/shapes/stripe-event.ts'

/** How an event reached us: by its webhook, or because reconciliation found it at Stripe. */
export type Arrival = { by: 'webhook'; bodyHash: Uint8Array } | { by: 'reconciliation' }

export type ArrivedEvent = { event: WebhookEvent; arrival: Arrival; at: Date }

/**
 * Stores events and makes their sync jobs due, in one statement. Returns the ids of new events. Rows are written in the
 * order of their ids, so that concurrent calls cannot deadlock.
 */
export const storeEvents = async (
  database: Queryable,
  arrived: readonly ArrivedEvent[],
): Promise<Set<string>> => {
  const rows = await database.query<{ id: string }>(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as g (id text, type text, "objectId" text, "syncKey" text, "relatedId" text,
         "hasOurMetadata" boolean, "createdAt" timestamptz, "apiVersion" text, livemode boolean, hash text, by text,
         at timestamptz, "syncBy" timestamptz, "parkedReason" text)
     ), stored as (
       insert into webhook_events (event_id, type, object_id, sync_key, related_id, has_our_metadata, created_at, api_version, livemode,
         body_hash, found_by, received_at, sync_by, resolve_at, parked_reason, parked_at)
       select id, type, "objectId", "syncKey", "relatedId", "hasOurMetadata", "createdAt", "apiVersion", livemode,
         decode(hash, 'hex'), by, at, "syncBy",
         -- An event without a sync key is resolved at once.
         case when "syncKey" is null then at else "syncBy" end,
         "parkedReason", case when "parkedReason" is not null then at end
       from given order by id
       on conflict (event_id) do nothing returning event_id, sync_key, sync_by, parked_reason
     ), woken as (
       insert into sync_jobs (sync_key, due_at, fetch_scope)
       select sync_key, min(sync_by), 'everything' from stored where sync_key is not null and parked_reason is null group by sync_key order by sync_key
       on conflict (sync_key) do update set due_at = least(sync_jobs.due_at, excluded.due_at)
     )
     select event_id as id from stored`,
    [storableJson(arrived.map(asRow))],
  )
  return new Set(rows.map((row) => row.id))
}

const asRow = ({ event: { maxDelayMs, ...event }, arrival, at }: ArrivedEvent) => ({
  ...event,
  hash: arrival.by === 'webhook' ? Buffer.from(arrival.bodyHash).toString('hex') : null,
  by: arrival.by,
  at,
  syncBy: new Date(at.getTime() + maxDelayMs),
})

/** Stores one event. Returns false if it was stored before. */
export const storeEvent = async (database: Queryable, arrived: ArrivedEvent): Promise<boolean> =>
  (await storeEvents(database, [arrived])).has(arrived.event.id)

/** Makes a full sync due now. For changes that we know of without an event. Skips the demo. */
export const scheduleSync = async (database: Queryable, syncKey: string, now: Date): Promise<void> => {
  await database.query(
    `insert into sync_jobs (sync_key, due_at) select $1::text, $2::timestamptz where not is_demo($1)
     on conflict (sync_key) do update set due_at = least(sync_jobs.due_at, excluded.due_at), fetch_scope = 'everything',
       wake_count = sync_jobs.wake_count + 1`,
    [syncKey, now],
  )
}

/** Makes a sync of the whole history due now, including objects that are known to be final. */
export const requestFullFetch = async (database: Queryable, syncKey: string, now: Date): Promise<void> => {
  await scheduleSync(database, syncKey, now)
  await database.query('update sync_jobs set fetch_all = true where sync_key = $1', [syncKey])
}

/** True if no sync of the customer is due and all browsers of its supporter have the current status. */
export const isRecorded = async (database: Queryable, customerId: string, now: Date): Promise<boolean> => {
  const [row] = await database.query<{ isPending: boolean }>(
    `select exists (select 1 from sync_jobs where sync_key = $1 and (lease_token is not null or due_at <= $2))
       or exists (select 1 from supporter_status_outbox o join supporter_readers r on r.reader_hash = o.reader_hash
                  join stripe_customers c on c.supporter_id = r.supporter_id where c.id = $1) as "isPending"`,
    [customerId, now],
  )
  return row?.isPending === false
}

export type WaitingEvent = {
  number: number
  type: string
  objectId: string
  relatedId: string | null
  hasOurMetadata: boolean
  attempts: number
  createdAt: Date
  /** How long the event may wait for others of the same customer. */
  maxDelayMs: number
}

export const WAITING_EVENT_COLUMNS = `number, type, object_id as "objectId", related_id as "relatedId", has_our_metadata as "hasOurMetadata", attempts,
  created_at as "createdAt", (extract(epoch from sync_by - received_at) * 1000)::integer as "maxDelayMs"`

/** Finds events that name no customer, payment or session of their own. */
export const findUnresolvedEvents = (database: Database, now: Date): Promise<WaitingEvent[]> =>
  database.query<WaitingEvent>(
    `select ${WAITING_EVENT_COLUMNS} from webhook_events
     where sync_key is null and done_at is null and parked_reason is null and resolve_at <= $1
     order by number limit 50`,
    [now],
  )

/** Assigns an event to a sync job, which becomes due when the event wants it. Does nothing if it was assigned before. */
export const assignSyncKey = async (database: Queryable, number: number, syncKey: string): Promise<void> => {
  await database.query(
    `with assigned as (update webhook_events set sync_key = $2 where number = $1 and sync_key is null returning sync_key, sync_by)
     insert into sync_jobs (sync_key, due_at) select sync_key, sync_by from assigned
     on conflict (sync_key) do update set due_at = least(sync_jobs.due_at, excluded.due_at)`,
    [number, syncKey],
  )
}

export const markDone = async (database: Queryable, number: number, now: Date): Promise<void> => {
  await database.query('update webhook_events set done_at = $2 where number = $1', [number, now])
}

export const parkEvent = async (
  database: Queryable,
  { number, reason }: { number: number; reason: string },
  now: Date,
): Promise<void> => {
  await database.query('update webhook_events set parked_reason = $2, parked_at = $3 where number = $1', [
    number,
    reason,
    now,
  ])
}

export const postponeResolving = async (database: Database, number: number, until: Date): Promise<void> => {
  await database.query(
    'update webhook_events set attempts = attempts + 1, resolve_at = $2 where number = $1',
    [number, until],
  )
}

/** Finds the customer or payment of a recorded invoice or charge. */
export const findRecordedSyncKey = async (database: Queryable, id: string): Promise<string | null> => {
  const [row] = await database.query<{ syncKey: string | null }>(
    `select customer_id as "syncKey" from stripe_invoices where id = $1
     union all select coalesce(customer_id, payment_intent_id) from stripe_charges where id = $1`,
    [id],
  )
  return row?.syncKey ?? null
}

/** Returns those of the types of which an event has arrived. Reads the whole table: for a machine with the sandbox. */
export const findEventTypes = async (database: Database, types: readonly string[]): Promise<string[]> => {
  const rows = await database.query<{ type: string }>(
    'select given.type from unnest($1::text[]) as given (type) where exists (select 1 from webhook_events e where e.type = given.type)',
    [types],
  )
  return rows.map(({ type }) => type)
}
