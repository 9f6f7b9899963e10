import type { Clock } from '../platform/clock.ts'
import { AS_ANYONE, type Quiet, type QuietEntry, quietOf, UNSURE, type Visitor } from './quiet.ts'
import type { SnoozeStore, StandingChange } from './snooze-store.ts'

export type LookUpQuiet = (visitor: Visitor | null) => Promise<Quiet>

type Needs = {
  store: SnoozeStore
  /** What the record says of a browser's supporter, for a store that has forgotten. */
  findStanding: (hash: string) => Promise<StandingChange | null>
  now: Clock
  timeoutMs: number
}

/** Whether a reader is left in peace, as the table in docs/quiet.md says. Unsure means quiet. */
export const lookUpQuiet =
  ({ store, findStanding, now, timeoutMs }: Needs): LookUpQuiet =>
  async (visitor) => {
    if (visitor === null) return AS_ANYONE
    const at = now()
    try {
      return await within(timeoutMs, answer({ store, findStanding }, visitor, at))
    } catch {
      return UNSURE
    }
  }

type Sources = Pick<Needs, 'store' | 'findStanding'>

const answer = async (sources: Sources, visitor: Visitor, at: Date): Promise<Quiet> => {
  const entry = await sources.store.find(visitor.hash)
  if (entry === null) return rebuilt(sources, visitor, at)
  if (visitor.serial <= entry.serial) return quietOf(entry, at)
  return quietOf(await broughtUp(sources.store, visitor, entry, at), at)
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
  visitor: Visitor,
  entry: QuietEntry,
  at: Date,
): Promise<QuietEntry> => {
  const until = visitor.quietUntil ?? new Date(0)
  const times = Math.max(entry.times, 1)
  await keepTrying(
    store.writeSnooze(visitor.hash, { serial: visitor.serial, until, choice: null, times }, at),
  )
  return { ...entry, serial: visitor.serial, snoozedUntil: until, choice: null }
}

const rebuilt = async (
  { store, findStanding }: Sources,
  { hash, serial, quietUntil }: Visitor,
  at: Date,
): Promise<Quiet> => {
  const standing = await findStanding(hash)
  const snoozed = quietUntil !== null && quietUntil > at
  if (snoozed)
    await keepTrying(store.writeSnooze(hash, { serial, until: quietUntil, choice: null, times: 1 }, at))
  if (standing && standing.until > at) {
    await keepTrying(store.writeStanding(hash, standing, at))
    return { quiet: true, because: standing.standing }
  }
  if (snoozed) return { quiet: true, because: 'snoozed', until: quietUntil, choice: null }
  await keepTrying(store.writeNothing(hash, serial))
  return AS_ANYONE
}

// What was found out stands even if it could not be written down: the next request finds it out again.
const keepTrying = (write: Promise<void>): Promise<void> => write.catch(() => {})
