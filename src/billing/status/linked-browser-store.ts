import { DAY_MS } from '../../platform/clock.ts'
import type { Queryable, Transaction } from '../../platform/database/database.ts'
import { MOVES, moveParameters, type ReaderMove } from '../../readers/reader-hash.ts'

/** Unlinks a browser, by its hash in hex. No status is published to it any more. */
export const unlinkBrowser = async (transaction: Transaction, readerHash: string): Promise<void> => {
  const hash = Buffer.from(readerHash, 'hex')
  await transaction.query('delete from supporter_readers where reader_hash = $1', [hash])
  await transaction.query('delete from supporter_status_outbox where reader_hash = $1', [hash])
}

/** Unlinks every browser of a supporter with this address. Returns their hashes, in hex. */
export const unlinkBrowsers = async (
  transaction: Transaction,
  addressIndex: Uint8Array,
): Promise<string[]> => {
  const rows = await transaction.query<{ hash: string }>(
    `delete from supporter_readers
     where supporter_id in (select supporter_id from customers_by_address where address_index = $1)
     returning encode(reader_hash, 'hex') as hash`,
    [addressIndex],
  )
  const hashes = rows.map(({ hash }) => hash)
  await transaction.query(
    `delete from supporter_status_outbox where reader_hash in (select decode(hash, 'hex') from unnest($1::text[]) as hash)`,
    [hashes],
  )
  return hashes
}

/** Records which customer signed in with this address there. The session itself ends some day. */
export const recordBrowserOwner = async (
  transaction: Queryable,
  readerHash: Uint8Array,
  addressIndex: Uint8Array,
): Promise<void> => {
  await transaction.query(
    `update supporter_readers r set linked_by_customer_id = coalesce((select min(a.customer_id) from customers_by_address a
       where a.address_index = $2 and a.supporter_id = r.supporter_id), r.linked_by_customer_id) where r.reader_hash = $1`,
    [readerHash, addressIndex],
  )
}

/** Moves links and waiting statuses of readers. What already stands under the new hash wins. */
export const moveLinkedReaders = async (
  transaction: Transaction,
  moves: readonly ReaderMove[],
): Promise<void> => {
  for (const table of ['supporter_readers', 'supporter_status_outbox']) {
    await transaction.query(
      `update ${table} t set reader_hash = m.to_hash from ${MOVES} where t.reader_hash = m.from_hash
         and not exists (select 1 from ${table} taken where taken.reader_hash = m.to_hash)`,
      moveParameters(moves),
    )
    await transaction.query(
      `delete from ${table} t using ${MOVES} where t.reader_hash = m.from_hash`,
      moveParameters(moves),
    )
  }
}

const READER_KEPT_DAYS = 400

/** Replaces the reader hash of checkouts begun before `before`, unless their browser is still linked. */
export type ForgetCheckoutReaders = (database: Queryable, age: { before: Date; now: Date }) => Promise<void>

/**
 * Forgets who used a browser once that is of no use: the status of the supporter has expired, and nothing they give has
 * changed for 400 days. Links go first, because a link keeps the reader of a checkout.
 */
export const forgetStaleReaders = async (
  database: Queryable,
  forgetCheckoutReaders: ForgetCheckoutReaders,
  now: Date,
): Promise<void> => {
  const before = new Date(now.getTime() - READER_KEPT_DAYS * DAY_MS)
  await database.query(
    `delete from supporter_readers r using supporters s where s.id = r.supporter_id and r.linked_at < $1
       and (s.status_until is null or s.status_until < $2)
       and not exists (select 1 from movements m where m.supporter_id = s.id and m.occurred_at >= $1)`,
    [before, now],
  )
  await forgetCheckoutReaders(database, { before, now })
}

/** The operations on links between supporters and browsers that other folders may use. */
export type LinkedBrowsers = {
  recordOwner: typeof recordBrowserOwner
  unlink: typeof unlinkBrowser
  unlinkAll: typeof unlinkBrowsers
  forgetStale: (database: Queryable, now: Date) => Promise<void>
}

export const linkedBrowsers = (forgetCheckoutReaders: ForgetCheckoutReaders): LinkedBrowsers => ({
  recordOwner: recordBrowserOwner,
  unlink: unlinkBrowser,
  unlinkAll: unlinkBrowsers,
  forgetStale: (database, now) => forgetStaleReaders(database, forgetCheckoutReaders, now),
})
