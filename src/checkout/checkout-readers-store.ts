import { DAY_MS } from '../platform/clock.ts'
import type { Queryable, Transaction } from '../platform/database/database.ts'
import { MOVES, moveParameters, type ReaderMove } from '../readers/reader-hash.ts'

/** Moves the checkouts of readers, paid or not. */
export const moveCheckoutReaders = async (
  transaction: Transaction,
  moves: readonly ReaderMove[],
): Promise<void> => {
  await transaction.query(
    `update checkouts set reader_hash = m.to_hash from ${MOVES} where reader_hash = m.from_hash`,
    moveParameters(moves),
  )
}

/**
 * Forgets in which browser a reader, by the hash in hex, began checkouts. Closes the recurring ones that are open:
 * nobody pays for one in a browser that was signed out.
 */
export const forgetReaderOfCheckouts = async (
  transaction: Transaction,
  readerHash: string,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `update checkouts set reader_hash = sha256(uuid_send(gen_random_uuid())), sent_by_hash = null, reader_forgotten_at = $2,
       replaced_at = case when frequency <> 'once' and state in ('created', 'open') then coalesce(replaced_at, $2) else replaced_at end
     where reader_hash = decode($1, 'hex')`,
    [readerHash, now],
  )
}

/** Tells whether a reader began with a checkout and what stood under the one before was not moved yet. */
export const hasUnmovedSender = async (database: Queryable, readerHash: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from checkouts where reader_hash = decode($1, 'hex') and sent_by_hash is not null and not is_sender_moved limit 1`,
    [readerHash],
  )
  return rows.length > 0
}

/** Returns the readers, in hex, whose forms began this one, and marks them as moved. */
export const takeSenders = async (transaction: Transaction, readerHash: string): Promise<string[]> => {
  const rows = await transaction.query<{ hash: string }>(
    `update checkouts set is_sender_moved = true
     where reader_hash = decode($1, 'hex') and sent_by_hash is not null and not is_sender_moved
     returning encode(sent_by_hash, 'hex') as hash`,
    [readerHash],
  )
  return rows.map(({ hash }) => hash)
}

/**
 * Replaces the reader hash of checkouts started before `before` by a random one, unless their browser is still linked.
 * Forgets who sent a form once its session cannot be paid any more, unless their snooze and link still wait for them.
 */
export const forgetCheckoutReaders = async (
  database: Queryable,
  { before, now }: { before: Date; now: Date },
): Promise<void> => {
  await database.query(
    'update checkouts set sent_by_hash = null where sent_by_hash is not null and is_sender_moved and created_at < $1',
    [new Date(now.getTime() - DAY_MS)],
  )
  await database.query(
    `update checkouts set reader_hash = sha256(uuid_send(gen_random_uuid())), sent_by_hash = null, reader_forgotten_at = $2
     where created_at < $1 and reader_forgotten_at is null
       and not exists (select 1 from linked_readers r where r.reader_hash = checkouts.reader_hash)`,
    [before, now],
  )
}
