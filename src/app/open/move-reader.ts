import { moveLinkedReaders } from '../../billing/status/linked-browser-store.ts'
import { moveCheckoutReaders } from '../../checkout/checkout-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { MoveReaders } from '../../readers/key-plain-hashes-store.ts'
import type { IdentifiedReader } from '../../readers/reader-cookie.ts'
import type { ReaderMove } from '../../readers/reader-hash.ts'
import { moveEntry, type SnoozeStore } from '../../snooze/snooze-store.ts'
import { moveSessionReaders } from '../../supporters/session/sign-in-store.ts'

/**
 * Moves what the database stores under the hash of a reader. Checkouts go first: a sync locks them before it links
 * their reader.
 */
export const READER_MOVERS: readonly MoveReaders[] = [
  moveCheckoutReaders,
  moveLinkedReaders,
  moveSessionReaders,
]

/** Moves everything stored under one hash of a reader to another. Rejects if the database is unavailable. */
export type MoveReader = (move: ReaderMove) => Promise<void>

/** Moves what is stored under older keys to the reader's hash. Does nothing unless READER_KEYS has several keys. */
export const moveFromOlderKeys =
  (move: MoveReader) =>
  async ({ hash, olderHashes }: Pick<IdentifiedReader, 'hash' | 'olderHashes'>): Promise<void> => {
    for (const from of olderHashes) await move({ from, to: hash })
  }

type Needs = { database: Database; snoozes: SnoozeStore; now: Clock; log: Log }

export const moveReader =
  ({ database, snoozes, now, log }: Needs): MoveReader =>
  async (move) => {
    if (move.from === move.to) return
    await database.inTransaction(async (transaction) => {
      for (const each of READER_MOVERS) await each(transaction, [move])
    })
    // The entry can be rebuilt from the cookie and the database, so giving and signing in go on without the store.
    await moveEntry(snoozes, move, now()).catch((error: unknown) =>
      log.warn('a suppression entry was not moved', { component: 'snooze', ...errorFields(error) }),
    )
  }
