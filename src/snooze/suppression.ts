import { DAY_MS } from '../platform/clock.ts'

/** What a reader may ask for; `given` is "I already give", a year without proof. */
export const CHOICES = ['7d', '1m', '3m'] as const
export type SnoozeChoice = (typeof CHOICES)[number] | 'given'

export type SupporterStatus = 'supports' | 'gave'

/** What the store holds for one browser. Dates of the past mean that it ended. */
export type SuppressionEntry = {
  /** Grows with every choice of the reader's, so that a cookie can outlive a store that forgot the last one. */
  serial: number
  snoozedUntil: Date | null
  choice: SnoozeChoice | null
  times: number
  status: SupporterStatus | null
  statusUntil: Date | null
  version: number
}

/** What the reader's cookie says about this browser. */
export type KnownReader = { hash: string; serial: number; suppressedUntil: Date | null }

export type Suppression =
  | { quiet: false; askedToComeBack: boolean }
  | { quiet: true; because: 'supports' | 'gave' }
  | { quiet: true; because: 'snoozed' | 'claimed'; until: Date; choice: SnoozeChoice | null }
  | { quiet: true; because: 'unsure' }

export const NOT_SUPPRESSED: Suppression = { quiet: false, askedToComeBack: false }
export const UNSURE: Suppression = { quiet: true, because: 'unsure' }

const ASKED_FOR_MS = 30 * DAY_MS

/** What an entry means at `now`: a standing first, then the snooze. */
export const suppressionOf = (entry: SuppressionEntry, now: Date): Suppression => {
  if (entry.status && entry.statusUntil && entry.statusUntil > now)
    return { quiet: true, because: entry.status }
  const until = entry.snoozedUntil
  if (until === null) return NOT_SUPPRESSED
  const claimed = entry.choice === 'given'
  if (until > now)
    return { quiet: true, because: claimed ? 'claimed' : 'snoozed', until, choice: entry.choice }
  const endedRecently = now.getTime() - until.getTime() < ASKED_FOR_MS
  return { quiet: false, askedToComeBack: endedRecently && !claimed }
}

/** Expiry of an entry whose longest date ever is `longest`: 30 days past it, at most 400 days from `now`. */
export const spanMs = (longest: Date | null, now: Date): number =>
  Math.min(Math.max((longest?.getTime() ?? 0) - now.getTime(), 0) + 30 * DAY_MS, 400 * DAY_MS)
