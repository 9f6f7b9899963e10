import type { Clock } from '../platform/clock.ts'
import { findSettledEntry, type SettleReader } from './settled-entry-action.ts'
import type { SnoozeStore, SupporterStatusChange } from './snooze-store.ts'
import {
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

// The store lost a later choice that the cookie still has, so the cookie's date wins.
const updateEntry = async (
  store: SnoozeStore,
  { reader, entry }: { reader: KnownReader; entry: SuppressionEntry },
  at: Date,
): Promise<SuppressionEntry> => {
  const { hash, serial } = reader
  const until = reader.suppressedUntil ?? new Date(0)
  const times = Math.max(entry.times, 1)
  await tryToWrite(store.writeSnooze(hash, { serial, until, choice: null, times }, at))
  return { ...entry, serial, snoozedUntil: until, choice: null }
}

const rebuildEntry = async (
  { store, findSupporterStatus }: Sources,
  { hash, serial, suppressedUntil }: KnownReader,
  at: Date,
): Promise<Suppression> => {
  const status = await findSupporterStatus(hash)
  const isSnoozed = suppressedUntil !== null && suppressedUntil > at
  if (isSnoozed)
    await tryToWrite(store.writeSnooze(hash, { serial, until: suppressedUntil, choice: null, times: 1 }, at))
  const isInForce = status !== null && status.until > at
  if (isInForce) await tryToWrite(store.writeSupporterStatus(hash, status, at))
  if (!isSnoozed && !isInForce) await tryToWrite(store.writeEmptyEntry(hash, serial))
  return suppressionOf(
    {
      ...EMPTY_ENTRY,
      serial,
      snoozedUntil: isSnoozed ? suppressedUntil : null,
      status: isInForce ? status.status : null,
      statusUntil: isInForce ? status.until : null,
    },
    at,
  )
}

// The answer is valid even if it cannot be written: the next request finds it again.
const tryToWrite = (write: Promise<void>): Promise<void> => write.catch(() => {})
