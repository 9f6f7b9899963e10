import { createHash, createHmac } from 'node:crypto'
import type { SigningKey, SigningKeys } from '../platform/keys.ts'

/** READER_KEYS: the first key hashes; rows under the others are moved to it when their reader returns. */
export type ReaderKeys = SigningKeys

/**
 * Returns the keyed hash of a reader id, in hex: HMAC-SHA-256 over the SHA-256 of the id. A dump of the store and the
 * cookie of a phone together prove nothing without the key.
 */
export const hashReaderId = (key: SigningKey, id: string): string =>
  keyPlainHash(key, createHash('sha256').update(id).digest())

/** Returns the keyed hash, in hex, of an id whose plain SHA-256 is known. */
export const keyPlainHash = ({ key }: SigningKey, plainHash: Uint8Array): string =>
  createHmac('sha256', key).update(plainHash).digest('hex')

/** Everything stored under the hash `from` is stored under `to` afterwards. Both in hex. */
export type ReaderMove = { from: string; to: string }

/** SQL of the moves as rows `m (from_hash, to_hash)`. Its parameters, $1 and $2, are `moveParameters`. */
export const MOVES = `(select decode(a, 'hex') as from_hash, decode(b, 'hex') as to_hash
  from unnest($1::text[], $2::text[]) as pairs (a, b)) as m`

export const moveParameters = (moves: readonly ReaderMove[]): [string[], string[]] => [
  moves.map(({ from }) => from),
  moves.map(({ to }) => to),
]
