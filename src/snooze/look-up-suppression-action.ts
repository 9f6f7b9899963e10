import type { Clock } from '../platform/clock.ts'
import { CANCELED_SNOOZE } from './lengths/dates.ts'
import { findSettledEntry, type SettleReader } from './settled-entry-action.ts'
import type { SnoozeChange, SnoozeStore, SupporterStatusChange } from './snooze-store.ts'
import {
  caughtUp,
  EMPTY_ENTRY,
  type KnownReader,
  NOT_SUPPRESSED,
  type Suppression,
  type SuppressionEntry,
  suppressionOf,
  UNSURE,
} from './suppression.ts'

export type LookUpSuppression = (reader: KnownReader | null) => Promise<Suppression>

type Needs = {
  store: SnoozeStore
  /** Finds the status of a browser's supporter in the database, for a store that lost its entry. */
  findSupporterStatus: (hash: string) => Promise<SupporterStatusChange | null>
  settleReader: SettleReader
  now: Clock
  timeoutMs: number
}

/**
 * Decides whether appeals are suppressed for a reader, by the table in docs/suppression.md.
 * An error or a timeout suppresses them.
 */
export const lookUpSuppression =
  (needs: Needs): LookUpSuppression =>
  async (reader) => {
    if (reader === null) return NOT_SUPPRESSED
    const at = needs.now()
    try {
      return await withTimeout(needs.timeoutMs, lookUp(needs, reader, at))
    } catch {
      return UNSURE
    }
  }

type Sources = Pick<Needs, 'store' | 'findSupporterStatus' | 'settleReader'>

const lookUp = async (sources: Sources, reader: KnownReader, at: Date): Promise<Suppression> => {
  const entry = await findSettledEntry(sources, reader)
  if (entry === null) return rebuildEntry(sources, reader, at)
  if (reader.serial <= entry.serial) return suppressionOf(entry, at)
  return suppressionOf(await updateEntry(sources.store, { reader, entry }, at), at)
}

const withTimeout = async <T>(timeoutMs: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('late')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

// The store lost a later choice that the cookie still has.
const updateEntry = async (
  store: SnoozeStore,
  { reader, entry }: { reader: KnownReader; entry: SuppressionEntry },
  at: Date,
): Promise<SuppressionEntry> => {
  const updated = caughtUp(entry, reader, at)
  await tryToWrite(store.writeSnooze(reader.hash, snoozeOf(updated), at))
  return updated
}

const snoozeOf = ({ serial, snoozedUntil, choice, times }: SuppressionEntry): SnoozeChange => ({
  serial,
  until: snoozedUntil ?? CANCELED_SNOOZE,
  choice,
  times,
})

const rebuildEntry = async (
  { store, findSupporterStatus }: Sources,
  reader: KnownReader,
  at: Date,
): Promise<Suppression> => {
  const { hash, serial, suppressedUntil } = reader
  const status = await findSupporterStatus(hash)
  const isSnoozed = suppressedUntil !== null && suppressedUntil > at
  const rebuilt = isSnoozed ? caughtUp(null, reader, at) : { ...EMPTY_ENTRY, serial }
  if (isSnoozed) await tryToWrite(store.writeSnooze(hash, snoozeOf(rebuilt), at))
  const isInForce = status !== null && status.until > at
  if (isInForce) await tryToWrite(store.writeSupporterStatus(hash, status, at))
  if (!isSnoozed && !isInForce) {
    const isWritten = await tryToWrite(store.writeEmptyEntry(hash, serial))
    // Without an entry the store counts no capped appeal, so every page would ask.
    return suppressionOf({ ...rebuilt, seen: isWritten ? store.seenWithoutEntry : 'unknown' }, at)
  }
  return suppressionOf(
    isInForce ? { ...rebuilt, status: status.status, statusUntil: status.until } : rebuilt,
    at,
  )
}

// The answer is valid even if it cannot be written: the next request finds it again.
const tryToWrite = (write: Promise<void>): Promise<boolean> =>
  write.then(
    () => true,
    () => false,
  )
