import type { Clock } from '../platform/clock.ts'
import type { SnoozeStore, SupporterStatusChange } from './snooze-store.ts'
import {
  type KnownReader,
  NOT_SUPPRESSED,
  type Suppression,
  type SuppressionEntry,
  suppressionOf,
  UNSURE,
} from './suppression.ts'

export type LookUpSuppression = (visitor: KnownReader | null) => Promise<Suppression>

type Needs = {
  store: SnoozeStore
  /** What the record says of a browser's supporter, for a store that has forgotten. */
  findSupporterStatus: (hash: string) => Promise<SupporterStatusChange | null>
  now: Clock
  timeoutMs: number
}

/** Whether a reader is left in peace, as the table in docs/suppression.md says. Unsure means quiet. */
export const lookUpSuppression =
  ({ store, findSupporterStatus, now, timeoutMs }: Needs): LookUpSuppression =>
  async (visitor) => {
    if (visitor === null) return NOT_SUPPRESSED
    const at = now()
    try {
      return await within(timeoutMs, answer({ store, findSupporterStatus }, visitor, at))
    } catch {
      return UNSURE
    }
  }

type Sources = Pick<Needs, 'store' | 'findSupporterStatus'>

const answer = async (sources: Sources, visitor: KnownReader, at: Date): Promise<Suppression> => {
  const entry = await sources.store.find(visitor.hash)
  if (entry === null) return rebuilt(sources, visitor, at)
  if (visitor.serial <= entry.serial) return suppressionOf(entry, at)
  return suppressionOf(await broughtUp(sources.store, visitor, entry, at), at)
}

const within = async <T>(timeoutMs: number, work: Promise<T>): Promise<T> => {
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

// The cookie knows of a later choice than the store, which must have lost it: the cookie's date wins.
const broughtUp = async (
  store: SnoozeStore,
  visitor: KnownReader,
  entry: SuppressionEntry,
  at: Date,
): Promise<SuppressionEntry> => {
  const until = visitor.suppressedUntil ?? new Date(0)
  const times = Math.max(entry.times, 1)
  await keepTrying(
    store.writeSnooze(visitor.hash, { serial: visitor.serial, until, choice: null, times }, at),
  )
  return { ...entry, serial: visitor.serial, snoozedUntil: until, choice: null }
}

const rebuilt = async (
  { store, findSupporterStatus }: Sources,
  { hash, serial, suppressedUntil }: KnownReader,
  at: Date,
): Promise<Suppression> => {
  const status = await findSupporterStatus(hash)
  const snoozed = suppressedUntil !== null && suppressedUntil > at
  if (snoozed)
    await keepTrying(store.writeSnooze(hash, { serial, until: suppressedUntil, choice: null, times: 1 }, at))
  if (status && status.until > at) {
    await keepTrying(store.writeSupporterStatus(hash, status, at))
    return { quiet: true, because: status.status }
  }
  if (snoozed) return { quiet: true, because: 'snoozed', until: suppressedUntil, choice: null }
  await keepTrying(store.writeNothing(hash, serial))
  return NOT_SUPPRESSED
}

// What was found out stands even if it could not be written down: the next request finds it out again.
const keepTrying = (write: Promise<void>): Promise<void> => write.catch(() => {})
