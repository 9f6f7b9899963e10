import { DAY_MS } from '../../platform/clock.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** Nobody is to learn from this browser that its holder gives. The letter stays away from it. */
export const setBrowserDiscreet = async (database: Queryable, readerHash: string): Promise<void> => {
  await database.query('update supporter_readers set is_discreet = true where reader_hash = $1', [
    Buffer.from(readerHash, 'hex'),
  ])
}

/** The same of every browser that was given or signed in with under an address. */
export const setBrowsersDiscreet = async (database: Queryable, addressIndex: Uint8Array): Promise<void> => {
  await database.query(
    `update supporter_readers set is_discreet = true where supporter_id in (
       select c.supporter_id from customer_addresses a join stripe_customers c on c.id = a.customer_id
       where a.address_index = $1)`,
    [addressIndex],
  )
}

/** Somebody signed in there by this address: its customer says whose it is after the session has ended. */
export const recordBrowserOwner = async (
  transaction: Queryable,
  readerHash: Uint8Array,
  addressIndex: Uint8Array,
): Promise<void> => {
  await transaction.query(
    `update supporter_readers r set linked_by_customer_id = coalesce((select min(a.customer_id) from customer_addresses a
       join stripe_customers c on c.id = a.customer_id
       where a.address_index = $2 and c.supporter_id = r.supporter_id), r.linked_by_customer_id) where r.reader_hash = $1`,
    [readerHash, addressIndex],
  )
}

const KEPT_DAYS = 400

/** Forgets which browser was whose once it is of no use: nothing was given or changed for 400 days, and nothing stands. */
export const deleteStaleBrowsers = async (database: Queryable, now: Date): Promise<void> => {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS)
  await database.query(
    `delete from supporter_readers r using supporters s where s.id = r.supporter_id and r.linked_at < $1
       and (s.status_until is null or s.status_until < $2)
       and not exists (select 1 from movements m where m.supporter_id = s.id and m.occurred_at >= $1)`,
    [before, now],
  )
  await database.query(
    `update checkouts set reader_hash = sha256(uuid_send(gen_random_uuid())), reader_forgotten_at = $2
     where created_at < $1 and reader_forgotten_at is null
       and not exists (select 1 from supporter_readers r where r.reader_hash = checkouts.reader_hash)`,
    [before, now],
  )
}
