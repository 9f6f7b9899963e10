import { DAY_MS } from '../../platform/clock.ts'

export type SupporterStatus = 'supports' | 'gave'

/** What a supporter's browsers are told: that they are left in peace, and until when. */
export type DatedSupporterStatus = { status: SupporterStatus; until: Date }

const PAID_PERIOD_GRACE_DAYS = 21
const ONCE_MS = 365 * DAY_MS
const UNPAID_CHECKOUT_MS = 14 * DAY_MS

type Known = {
  /** Latest paid-for day of recurring support in force. */
  paidUntil: Date | null
  lastGiftAt: Date | null
  /** The newest checkout that was completed but has brought no money yet. */
  lastUnpaidCheckoutAt: Date | null
}

/** The standing that follows, or null for somebody who never completed anything. May lie in the past. */
export const supporterStatusOf = (
  { paidUntil, lastGiftAt, lastUnpaidCheckoutAt }: Known,
  retryDays: number,
): DatedSupporterStatus | null => {
  if (paidUntil) return { status: 'supports', until: after(paidUntil, graceDays(retryDays) * DAY_MS) }
  const ends = [
    ...(lastGiftAt ? [after(lastGiftAt, ONCE_MS)] : []),
    ...(lastUnpaidCheckoutAt ? [after(lastUnpaidCheckoutAt, UNPAID_CHECKOUT_MS)] : []),
  ]
  const [until] = ends.sort((one, other) => other.getTime() - one.getTime())
  return until ? { status: 'gave', until } : null
}

// While retries run nobody is asked; they begin within a day of the period's end.
const graceDays = (retryDays: number): number =>
  retryDays > PAID_PERIOD_GRACE_DAYS ? retryDays + 1 : PAID_PERIOD_GRACE_DAYS

const after = (date: Date, ms: number): Date => new Date(date.getTime() + ms)
