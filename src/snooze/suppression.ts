import { DAY_MS } from '../platform/clock.ts'

/** The lengths of a snooze that the appeal offers. */
export const CHOICES = ['7d', '1m', '3m'] as const
/** `given` is "I already support you": a year, without proof. */
export type SnoozeChoice = (typeof CHOICES)[number] | 'given'

export type SupporterStatus = 'supports' | 'gave' | 'canceled'

/** One browser's entry in the store. A snooze or status whose date has passed is over. */
export type SuppressionEntry = {
  /** Grows with every choice of the reader, so that a cookie can restore a choice that the store lost. */
  serial: number
  snoozedUntil: Date | null
  choice: SnoozeChoice | null
  times: number
  status: SupporterStatus | null
  statusUntil: Date | null
  version: number
}

export const EMPTY_ENTRY: SuppressionEntry = {
  serial: 0,
  snoozedUntil: null,
  choice: null,
  times: 0,
  status: null,
  statusUntil: null,
  version: 0,
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
  | { isSuppressed: false; isReminderDue: boolean }
  | { isSuppressed: true; because: SupporterStatus }
  | { isSuppressed: true; because: 'snoozed' | 'claimed'; until: Date; choice: SnoozeChoice | null }
  | { isSuppressed: true; because: 'unsure' }

export const NOT_SUPPRESSED: Suppression = { isSuppressed: false, isReminderDue: false }
export const UNSURE: Suppression = { isSuppressed: true, because: 'unsure' }

const REMINDER_MS = 30 * DAY_MS

/**
 * Returns the meaning of an entry at `now`. A gift goes before the snooze, whose line the reader must find. A
 * cancellation goes after it.
 */
export const suppressionOf = (entry: SuppressionEntry, now: Date): Suppression => {
  const status = entry.statusUntil && entry.statusUntil > now ? entry.status : null
  if (status && status !== 'canceled') return { isSuppressed: true, because: status }
  const until = entry.snoozedUntil
  const isClaimed = entry.choice === 'given'
  if (until && until > now)
    return { isSuppressed: true, because: isClaimed ? 'claimed' : 'snoozed', until, choice: entry.choice }
  if (status) return { isSuppressed: true, because: status }
  if (until === null) return NOT_SUPPRESSED
  const endedRecently = now.getTime() - until.getTime() < REMINDER_MS
  return { isSuppressed: false, isReminderDue: endedRecently && !isClaimed }
}

/** Returns the lifetime of an entry: 30 days past its longest date ever, at most 400 days from `now`. */
export const entryLifetimeMs = (longest: Date | null, now: Date): number =>
  Math.min(Math.max((longest?.getTime() ?? 0) - now.getTime(), 0) + 30 * DAY_MS, 400 * DAY_MS)
