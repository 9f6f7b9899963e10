import { supporterStatusOfReader } from '../../billing/status/browser-status-store.ts'
import { moveLinkedReaders } from '../../billing/status/linked-browser-store.ts'
import { hasUnmovedSender, moveCheckoutReaders, takeSenders } from '../../checkout/checkout-readers-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { MoveReaders } from '../../readers/key-plain-hashes-store.ts'
import type { ReaderMove } from '../../readers/reader-hash.ts'
import type { SettleReader } from '../../snooze/settled-entry-action.ts'
import { moveEntry, type SnoozeStore } from '../../snooze/snooze-store.ts'
import { planRemoval } from '../../snooze/suppression-removal-store.ts'
import { moveSessionReaders } from '../../supporters/session/sign-in-store.ts'

/**
 * Moves what the database stores under the hash of a reader. The order is that of the locks elsewhere: a link is made
 * under the lock of its session, or of its checkout.
 */
export const READER_MOVERS: readonly MoveReaders[] = [
  moveSessionReaders,
  moveCheckoutReaders,
  moveLinkedReaders,
]

/** Moves everything stored under one hash of a reader to another. Rejects if the database is unavailable. */
export type MoveReader = (move: ReaderMove) => Promise<void>

type Needs = { database: Database; snoozes: SnoozeStore; now: Clock; log: Log }

const moveRows = async (transaction: Transaction, move: ReaderMove, now: Date): Promise<void> => {
  for (const each of READER_MOVERS) await each(transaction, [move])
  await planRemoval(transaction, { hash: move.from, leavesSnooze: false }, now)
}

// The entry can be rebuilt from the cookie and the database, and a job deletes the old one.
const tryToMoveEntry = async ({ database, snoozes, now, log }: Needs, move: ReaderMove): Promise<void> => {
  try {
    await moveEntry(snoozes, move, now())
    // An erasure in between unlinked the reader and must not leave a status behind.
    if ((await supporterStatusOfReader(database, move.to)) === null)
      await snoozes.clearSupporterStatus(move.to, now())
  } catch (error) {
    log.warn('a suppression entry was not moved', { component: 'snooze', ...errorFields(error) })
  }
}

export const moveReader =
  (needs: Needs): MoveReader =>
  async (move) => {
    await needs.database.inTransaction((transaction) => moveRows(transaction, move, needs.now()))
    await tryToMoveEntry(needs, move)
  }

/**
 * Moves to a reader what stands under their hashes of older keys, and under the reader whose form began them. Rejects if
 * the database is unavailable.
 */
export const settleReader =
  (needs: Needs): SettleReader =>
  async ({ hash, olderHashes }) => {
    const { database, now } = needs
    for (const from of olderHashes) await moveReader(needs)({ from, to: hash })
    if (!(await hasUnmovedSender(database, hash))) return
    const senders = await database.inTransaction((transaction) => moveSenders(transaction, hash, now()))
    for (const from of senders) await tryToMoveEntry(needs, { from, to: hash })
  }

/** Moves what stands under the readers before, in the transaction that records a payment. `hash` in hex. */
export const moveSenders = async (transaction: Transaction, hash: string, now: Date): Promise<string[]> => {
  const senders = await takeSenders(transaction, hash)
  for (const from of senders) await moveRows(transaction, { from, to: hash }, now)
  return senders
}
