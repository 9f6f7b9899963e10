import type { Queryable } from '../platform/database.ts'
import type { Standing, SupporterStanding } from './standing.ts'

/** Who a Stripe customer is to us: undefined when never seen, null when not ours. */
export const supporterOfCustomer = async (
  queryable: Queryable,
  customerId: string,
): Promise<string | null | undefined> => {
  const [row] = await queryable.query<{ supporter_id: string | null }>(
    'select supporter_id from stripe_customers where id = $1',
    [customerId],
  )
  return row?.supporter_id
}

export const putCustomer = async (
  transaction: Queryable,
  customerId: string,
  supporterId: string | null,
): Promise<void> => {
  await transaction.query(
    `insert into stripe_customers (id, supporter_id) values ($1, $2)
     on conflict (id) do update set supporter_id = coalesce(stripe_customers.supporter_id, excluded.supporter_id)`,
    [customerId, supporterId],
  )
}

/** The supporter tied to a browser, made when there is none. Two at once agree: the browser's row decides. */
export const supporterOfReader = async (
  transaction: Queryable,
  reader: { hash: Uint8Array; newId: string },
  now: Date,
): Promise<string> => {
  await transaction.query('insert into supporters (id, created_at) values ($1, $2) on conflict do nothing', [
    reader.newId,
    now,
  ])
  const [tied] = await transaction.query<{ supporter_id: string }>(
    `insert into supporter_readers (reader_hash, supporter_id) values ($1, $2)
     on conflict (reader_hash) do update set supporter_id = supporter_readers.supporter_id returning supporter_id`,
    [reader.hash, reader.newId],
  )
  const supporterId = tied?.supporter_id ?? reader.newId
  if (supporterId !== reader.newId)
    await transaction.query('delete from supporters where id = $1', [reader.newId])
  return supporterId
}

export type KnownStanding = { standing: Standing | null; standingUntil: Date | null; version: number }

/** Holds the supporter until the transaction ends, so that its facts are folded by one worker at a time. */
export const lockSupporter = async (transaction: Queryable, supporterId: string): Promise<KnownStanding> => {
  const [row] = await transaction.query<KnownStanding>(
    `select standing, standing_until as "standingUntil", standing_version as version from supporters where id = $1 for update`,
    [supporterId],
  )
  if (!row) throw new Error('A customer is tied to a supporter that is not there')
  return row
}

/** Writes a standing and lines it up for each of the supporter's browsers. */
export const putStanding = async (
  transaction: Queryable,
  supporterId: string,
  { standing, until }: SupporterStanding,
  now: Date,
): Promise<void> => {
  await transaction.query(
    'update supporters set standing = $2, standing_until = $3, standing_version = standing_version + 1 where id = $1',
    [supporterId, standing, until],
  )
  await transaction.query(
    `insert into quiet_outbox (reader_hash, standing, standing_until, version, due_at)
     select r.reader_hash, s.standing, s.standing_until, s.standing_version, $2
     from supporters s join supporter_readers r on r.supporter_id = s.id where s.id = $1
     on conflict (reader_hash) do update set standing = excluded.standing, standing_until = excluded.standing_until,
       version = excluded.version, due_at = excluded.due_at, attempts = 0
     where quiet_outbox.version < excluded.version`,
    [supporterId, now],
  )
}

/** What the record says of one browser, for a quiet store that has forgotten it. */
export const standingOfReader = async (
  queryable: Queryable,
  readerHash: string,
): Promise<{ standing: Standing; until: Date; version: number } | null> => {
  const [row] = await queryable.query<{ standing: Standing; until: Date; version: number }>(
    `select s.standing, s.standing_until as until, s.standing_version as version
     from supporter_readers r join supporters s on s.id = r.supporter_id
     where r.reader_hash = $1 and s.standing is not null`,
    [Buffer.from(readerHash, 'hex')],
  )
  return row ?? null
}

/** The next thousand supporters by id. */
export const supporterIds = async (database: Queryable, after: string | null): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    'select id from supporters where $1::uuid is null or id > $1::uuid order by id limit 1000',
    [after],
  )
  return rows.map((row) => row.id)
}
