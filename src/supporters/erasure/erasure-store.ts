import { randomUUID } from 'node:crypto'
import { eraseMailsTo } from '../../mail/erase-mails-store.ts'
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts'
import { leaseEnd } from '../../platform/database/lease.ts'
import { unlinkBrowsers } from './erasable-store.ts'

export type Erasure = { id: string; addressIndex: Buffer; askedAt: Date; attempts: number }

/**
 * Records an erasure before anything is done. A repeated request is the same erasure.
 * Does nothing if no customer has the address: the next supporter under it would be erased.
 */
export const requestErasure = async (
  transaction: Transaction,
  addressIndex: Uint8Array,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into erasures (id, address_index, asked_at, due_at)
     select $1, $2, $3, $3 where exists (select 1 from customer_addresses where address_index = $2)
     on conflict (address_index) do update set due_at = excluded.due_at`,
    [randomUUID(), addressIndex, now],
  )
}

export const isErasing = async (database: Queryable, addressIndex: Uint8Array): Promise<boolean> =>
  (await database.query('select 1 from erasures where address_index = $1', [addressIndex])).length > 0

/** Returns the last failure of each erasure requested before `before`. */
export const findOverdueErasures = async (database: Queryable, before: Date): Promise<string[]> => {
  const rows = await database.query<{ because: string | null }>(
    'select last_failure as because from erasures where asked_at < $1 order by asked_at',
    [before],
  )
  return rows.map(({ because }) => because ?? 'it was not started')
}

/** Leases the erasure that is due longest. It becomes due again if this worker dies. */
export const leaseErasure = async (database: Database, now: Date): Promise<Erasure | null> => {
  const [row] = await database.query<Erasure>(
    `update erasures set due_at = $2, attempts = attempts + 1 where id = (
       select id from erasures where due_at <= $1 order by due_at limit 1 for update skip locked)
     returning id, address_index as "addressIndex", asked_at as "askedAt", attempts`,
    [now, leaseEnd(now)],
  )
  return row ?? null
}

/** Extends the lease to its full time, unless another worker has it. */
export const renewErasure = async (
  database: Queryable,
  { id, attempts }: Pick<Erasure, 'id' | 'attempts'>,
  now: Date,
): Promise<void> => {
  await database.query('update erasures set due_at = $3 where id = $1 and attempts = $2', [
    id,
    attempts,
    leaseEnd(now),
  ])
}

/** Makes all erasures due. Only for a database that no other process has open: no worker is at one. */
export const expediteErasures = async (database: Queryable, now: Date): Promise<void> => {
  await database.query('update erasures set due_at = $1 where due_at > $1', [now])
}

export const postponeErasure = async (
  database: Queryable,
  id: string,
  { because, until }: { because: string; until: Date },
): Promise<void> => {
  await database.query('update erasures set due_at = $2, last_failure = $3 where id = $1', [
    id,
    until,
    because,
  ])
}

const MOVED_ROWS: Readonly<Record<string, string>> = {
  stripe_customers: 'id = any($3::text[])',
  ledger_entries: 'charge_id in (select id from stripe_charges where customer_id = any($3::text[]))',
  checkouts: `id in (select checkout_id from stripe_subscriptions where customer_id = any($3::text[])
    union select checkout_id from stripe_charges where customer_id = any($3::text[]))`,
}

type ErasedCustomers = Pick<Erasure, 'id' | 'addressIndex'> & { customerIds: readonly string[] }

type Context = {
  /** Recomputes a supporter's movements and status. */
  refold: (transaction: Transaction, supporterId: string) => Promise<void>
  now: Date
}

/**
 * Erases the customers of an address: payments stay under a random supporter id, the rest is deleted.
 * A supporter with another address keeps the contributions under that one.
 * Resolves to false, and changes nothing, if the customers of the address have changed.
 */
export const eraseRecords = async (
  transaction: Transaction,
  { refold, now }: Context,
  { id, addressIndex, customerIds }: ErasedCustomers,
): Promise<boolean> => {
  if (!(await isUnchanged(transaction, { id, addressIndex, customerIds }))) return false
  const supporters = await transaction.query<{ id: string; isShared: boolean }>(
    `select s.id, exists (select 1 from stripe_customers o where o.supporter_id = s.id and o.id <> all($1::text[]))
       as "isShared"
     from supporters s where s.id in (select supporter_id from stripe_customers where id = any($1::text[]))
     order by s.id for update`,
    [customerIds],
  )
  for (const { id: supporterId, isShared } of supporters)
    await moveToAnonymousSupporter(transaction, { refold, now }, { id: supporterId, isShared, customerIds })
  const signInRequests = await transaction.query<{ id: string }>(
    'delete from sign_in_requests where $1 = any(address_indexes) returning id',
    [addressIndex],
  )
  const addressChanges = await transaction.query<{ id: string }>(
    'delete from address_changes where from_index = $1 or moved && $2::text[] returning id',
    [addressIndex, customerIds],
  )
  await eraseMailsTo(transaction, {
    customerIds,
    addressChanges: addressChanges.map((change) => change.id),
    signInRequests: signInRequests.map((request) => request.id),
  })
  await transaction.query('delete from supporter_sessions where address_index = $1', [addressIndex])
  // Deletes the chosen reasons of cancellations.
  await transaction.query(
    `update subscription_actions set reason = null where reason is not null
       and subscription_id in (select id from stripe_subscriptions where customer_id = any($1::text[]))`,
    [customerIds],
  )
  // Not by the index: a customer whose address was saved at this moment stays, and can be erased later.
  await transaction.query('delete from customer_addresses where customer_id = any($1::text[])', [customerIds])
  await transaction.query('delete from erasures where id = $1', [id])
  return true
}

// During the calls to Stripe a customer may have been added, the address changed or the keys rotated.
const isUnchanged = async (
  transaction: Transaction,
  { id, addressIndex, customerIds }: ErasedCustomers,
): Promise<boolean> => {
  const rows = await transaction.query<{ id: string }>(
    'select customer_id as id from customer_addresses where address_index = $1 order by customer_id for update',
    [addressIndex],
  )
  const open = await transaction.query('select 1 from erasures where id = $1 and address_index = $2', [
    id,
    addressIndex,
  ])
  return (
    open.length > 0 && rows.length === customerIds.length && rows.every((row) => customerIds.includes(row.id))
  )
}

const moveToAnonymousSupporter = async (
  transaction: Transaction,
  { refold, now }: Context,
  { id, isShared, customerIds }: { id: string; isShared: boolean; customerIds: readonly string[] },
): Promise<void> => {
  const anonymousId = randomUUID()
  // Must run first: browser ownership is derived from the payments that are moved below.
  await unlinkBrowsers(transaction, { supporterId: id, customerIds }, now)
  await transaction.query(
    'insert into supporters (id, created_at) select $2, created_at from supporters where id = $1',
    [id, anonymousId],
  )
  for (const [table, where] of Object.entries(MOVED_ROWS))
    await transaction.query(`update ${table} set supporter_id = $2 where supporter_id = $1 and ${where}`, [
      id,
      anonymousId,
      customerIds,
    ])
  // Removes the browser that paid.
  await transaction.query(
    `update checkouts set reader_hash = sha256(uuid_send(gen_random_uuid())), sent_by_hash = null, session_url = null,
       session_id = case when state = 'complete' then 'erased_' || id else session_id end
     where supporter_id = $1`,
    [anonymousId],
  )
  if (isShared) {
    // The movements of one supporter are split between two.
    await refold(transaction, id)
    return refold(transaction, anonymousId)
  }
  await transaction.query(
    `update checkouts set supporter_id = null, reader_hash = sha256(uuid_send(gen_random_uuid())), sent_by_hash = null, session_url = null,
       session_id = case when state = 'complete' then 'erased_' || id else session_id end
     where supporter_id = $1`,
    [id],
  )
  await transaction.query('update movements set supporter_id = $2 where supporter_id = $1', [id, anonymousId])
  await transaction.query('delete from supporters where id = $1', [id])
}
