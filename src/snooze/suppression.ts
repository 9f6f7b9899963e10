import { DAY_MS } from '../platform/clock.ts'
import type { SnoozeChoice } from './lengths/length.ts'
import type { SnoozesBefore } from './lengths/offer.ts'

export type SupporterStatus = 'supports' | 'gave' | 'canceled'

/** The capped appeals that a browser saw lately. Days are numbers that grow by one each day. */
export type SeenAppeals = { count: number; firstDay: number; lastDay: number }

/** `keptDays`: the caps look back so far. */
export type KeptAppeals = SeenAppeals & { keptDays: number }

/** Null: no capped appeal lately, or its count was lost. `unknown`: the store counts none. */
export type SeenBefore<Seen = SeenAppeals> = Seen | 'unknown' | null

/** One browser's entry in the store. A snooze or status whose date has passed is over. */
export type SuppressionEntry = {
  /** Grows with every choice of the reader, so that a cookie can restore a choice that the store lost. */
  serial: number
  snoozedUntil: Date | null
  /** Null: the store lost it, or a sign-out suppresses the appeal. */
  choice: SnoozeChoice | null
  /** The snoozes from the appeal since the last contribution. */
  times: number
  status: SupporterStatus | null
  statusUntil: Date | null
  version: number
  seen: SeenBefore<KeptAppeals>
}

export const EMPTY_ENTRY: SuppressionEntry = {
  serial: 0,
  snoozedUntil: null,
  choice: null,
  times: 0,
  status: null,
  statusUntil: null,
  version: 0,
  seen: null,
}

/** The contents of the reader's cookie. */
export type KnownReader = {
  hash: string
  /** The hashes of the reader under older keys. */
  olderHashes: readonly string[]
  serial: number
  suppressedUntil: Date | null
}

export type Suppression =
  /** `remindedOn`: the day that the reader asked for, which came under 30 days ago. */
  | ({ isSuppressed: false; remindedOn: Date | null; seen: SeenBefore } & SnoozesBefore)
  | { isSuppressed: true; because: SupporterStatus }
  | { isSuppressed: true; because: 'snoozed' | 'claimed'; until: Date; choice: SnoozeChoice | null }
  | { isSuppressed: true; because: 'unsure' }

export const NOT_SUPPRESSED: Suppression = {
  isSuppressed: false,
  remindedOn: null,
  lastChoice: null,
  snoozesInRow: 0,
  seen: null,
}
export const UNSURE: Suppression = { isSuppressed: true, because: 'unsure' }

const REMINDER_MS = 30 * DAY_MS

/**
 * Returns the meaning of an entry at `now`. A gift goes before the snooze, whose line the reader must find. A
 * cancellation goes after it.
 */
export const suppressionOf = (entry: SuppressionEntry, now: Date): Suppression => {
  const status = entry.statusUntil && entry.statusUntil > now ? entry.status : null
  if (status && status !== 'canceled') return { isSuppressed: true, because: status }
  const { snoozedUntil: until, choice, times } = entry
  if (until && until > now)
    return { isSuppressed: true, because: choice === 'given' ? 'claimed' : 'snoozed', until, choice }
  if (status) return { isSuppressed: true, because: status }
  const isReminded = until !== null && now.getTime() - until.getTime() < REMINDER_MS && isReminder(entry)
  return {
    isSuppressed: false,
    remindedOn: isReminded ? until : null,
    lastChoice: isReminded && choice !== 'given' && choice !== 'never' ? choice : null,
    snoozesInRow: times,
    seen: entry.seen,
  }
}

/**
 * Returns true if the reader asked to be asked again. "I already support you", "Never" and a sign-out do not. An entry
 * that was rebuilt from a cookie has counted its snooze, a sign-out has not.
 */
export const isReminder = ({ choice, times }: Pick<SuppressionEntry, 'choice' | 'times'>): boolean =>
  choice === null ? times > 0 : choice !== 'given' && choice !== 'never'

/**
 * Returns the entry after the choices that the cookie has and the store lost: the cookie's date wins. Without an entry
 * it is all that is known.
 */
export const caughtUp = (
  entry: SuppressionEntry | null,
  { serial, suppressedUntil }: Pick<KnownReader, 'serial' | 'suppressedUntil'>,
  now: Date,
): SuppressionEntry => {
  if (entry && serial <= entry.serial) return entry
  const times = Math.max(entry?.times ?? 0, suppressedUntil ? 1 : 0)
  const isLongest = suppressedUntil !== null && suppressedUntil.getTime() - now.getTime() > YEAR_MS
  const choice = isLongest ? 'never' : null
  return { ...(entry ?? EMPTY_ENTRY), serial, snoozedUntil: suppressedUntil, choice, times }
}

/** Every choice but "Never on this browser" ends within a year. Leaves room for a leap day and a change of clocks. */
const YEAR_MS = 367 * DAY_MS

/** Returns the lifetime of an entry: 30 days past its longest date ever, at most 400 days from `now`. */
export const entryLifetimeMs = (longest: Date | null, now: Date): number =>
  Math.min(Math.max((longest?.getTime() ?? 0) - now.getTime(), 0) + 30 * DAY_MS, 400 * DAY_MS)
