import type { Database, Queryable } from '../../platform/database/database.ts'
import type { EventHint } from '../stripe/shapes/stripe-event.ts'

/** How an event reached us. */
export type Arrival = { by: 'webhook'; bodyHash: Uint8Array } | { by: 'reconciliation' }

export type Arrived = { event: EventHint; arrival: Arrival; at: Date }

/**
 * Stores events and makes their units due, in one statement. Resolves to the ids of those that were not stored before.
 * Rows are written in the order of their ids, so that two who store the same ones wait for one another in one order.
 */
export const storeEvents = async (database: Queryable, arrived: readonly Arrived[]): Promise<Set<string>> => {
  const rows = await database.query<{ id: string }>(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as g (id text, type text, "objectId" text, unit text, "relatedId" text,
         "namesUs" boolean, "createdAt" timestamptz, "apiVersion" text, livemode boolean, hash text, by text,
         at timestamptz, "wantedAt" timestamptz)
     ), stored as (
       insert into inbox (event_id, type, object_id, unit, related_id, names_us, created_at, api_version, livemode,
         body_hash, found_by, received_at, wanted_at, resolve_at)
       select id, type, "objectId", unit, "relatedId", "namesUs", "createdAt", "apiVersion", livemode,
         decode(hash, 'hex'), by, at, "wantedAt",
         -- What belongs to nothing we follow is done with at once.
         case when unit is null then at else "wantedAt" end
       from given order by id
       on conflict (event_id) do nothing returning event_id, unit, wanted_at
     ), woken as (
       insert into sync_units (unit, due_at, wants)
       select unit, min(wanted_at), 'everything' from stored where unit is not null group by unit order by unit
       on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at)
     )
     select event_id as id from stored`,
    [JSON.stringify(arrived.map(asRow))],
  )
  return new Set(rows.map((row) => row.id))
}

const asRow = ({ event: { patienceMs, ...event }, arrival, at }: Arrived) => ({
  ...event,
  hash: arrival.by === 'webhook' ? Buffer.from(arrival.bodyHash).toString('hex') : null,
  by: arrival.by,
  at,
  wantedAt: new Date(at.getTime() + patienceMs),
})

/** The same for one; resolves to false for an event already stored. */
export const storeEvent = async (
  database: Queryable,
  event: EventHint,
  arrival: Arrival,
  at: Date,
): Promise<boolean> => (await storeEvents(database, [{ event, arrival, at }])).has(event.id)

/** Makes a unit due now, for something that was learnt otherwise than by an event. */
export const wakeUnit = async (database: Queryable, unit: string, now: Date): Promise<void> => {
  await database.query(
    `insert into sync_units (unit, due_at) values ($1, $2)
     on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at), wants = 'everything',
       wakes = sync_units.wakes + 1`,
    [unit, now],
  )
}

/** Has the whole history of a unit fetched anew, whatever of it is known as final. */
export const fetchAllOf = async (database: Queryable, unit: string, now: Date): Promise<void> => {
  await wakeUnit(database, unit, now)
  await database.query('update sync_units set fetch_all = true where unit = $1', [unit])
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

export type Waiting = {
  number: number
  type: string
  objectId: string
  relatedId: string | null
  namesUs: boolean
  attempts: number
  createdAt: Date
  /** How long it may wait for what comes with it. */
  patienceMs: number
}

export const WAITING = `number, type, object_id as "objectId", related_id as "relatedId", names_us as "namesUs", attempts,
  created_at as "createdAt", (extract(epoch from wanted_at - received_at) * 1000)::integer as "patienceMs"`

/** Events that did not carry what they belong to. */
export const unresolvedEvents = (database: Database, now: Date): Promise<Waiting[]> =>
  database.query<Waiting>(
    `select ${WAITING} from inbox
     where unit is null and done_at is null and parked_because is null and resolve_at <= $1
     order by number limit 50`,
    [now],
  )

/** The unit is found: it is fetched by when the event wanted to be looked at, unless another process found it first. */
export const assignUnit = async (database: Queryable, number: number, unit: string): Promise<void> => {
  await database.query(
    `with assigned as (update inbox set unit = $2 where number = $1 and unit is null returning unit, wanted_at)
     insert into sync_units (unit, due_at) select unit, wanted_at from assigned
     on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at)`,
    [number, unit],
  )
}

export const markDone = async (database: Queryable, number: number, now: Date): Promise<void> => {
  await database.query('update inbox set done_at = $2 where number = $1', [number, now])
}

export const parkEvent = async (
  database: Queryable,
  number: number,
  reason: string,
  now: Date,
): Promise<void> => {
  await database.query('update inbox set parked_because = $2, parked_at = $3 where number = $1', [
    number,
    reason,
    now,
  ])
}

export const postponeResolving = async (database: Database, number: number, until: Date): Promise<void> => {
  await database.query('update inbox set attempts = attempts + 1, resolve_at = $2 where number = $1', [
    number,
    until,
  ])
}

/** Whose an invoice or a charge is, as far as our own facts tell. */
export const knownOwner = async (database: Queryable, id: string): Promise<string | null> => {
  const [row] = await database.query<{ unit: string | null }>(
    `select customer_id as unit from stripe_invoices where id = $1
     union all select coalesce(customer_id, payment_intent_id) from stripe_charges where id = $1`,
    [id],
  )
  return row?.unit ?? null
}
