import type { Transaction } from '../platform/database/database.ts'
import type { SigningKey } from '../platform/keys.ts'
import { keyPlainHash, type ReaderMove } from './reader-hash.ts'

/** Moves what one folder stores under hashes of readers. */
export type MoveReaders = (transaction: Transaction, moves: readonly ReaderMove[]) => Promise<void>

const BATCH = 1_000

/** Replaces the plain SHA-256 hashes of a version without READER_KEYS by keyed ones. */
export const keyPlainHashes = async (
  transaction: Transaction,
  key: SigningKey,
  movers: readonly MoveReaders[],
): Promise<void> => {
  const rows = await transaction.query<{ hash: Buffer }>('select reader_hash as hash from reader_hashes')
  const moves = rows.map(({ hash }) => ({ from: hash.toString('hex'), to: keyPlainHash(key, hash) }))
  for (let start = 0; start < moves.length; start += BATCH)
    for (const move of movers) await move(transaction, moves.slice(start, start + BATCH))
}
