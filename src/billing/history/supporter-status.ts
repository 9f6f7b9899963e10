import { DAY_MS } from '../../platform/clock.ts'
import { latest } from './subscription-history.ts'

export type SupporterStatus = 'supports' | 'gave' | 'canceled'

/** The status of a supporter's browsers: it suppresses the appeal until `until`. */
export type DatedSupporterStatus = { status: SupporterStatus; until: Date }

const PAID_PERIOD_GRACE_DAYS = 21
const AFTER_ONE_TIME_GIFT_MS = 365 * DAY_MS
const AFTER_UNPAID_CHECKOUT_MS = 14 * DAY_MS

type Known = {
  /** Latest paid day of a recurring contribution that is active or paused. */
  paidUntil: Date | null
  lastOneTimeGiftAt: Date | null
  /** Time of the newest completed checkout that has brought no money yet. */
  lastUnpaidCheckoutAt: Date | null
  /** Until when somebody who canceled is not asked. */
  silentUntil: Date | null
}

/**
 * Returns the supporter status; null if no checkout was ever completed. `until` may be in the past. What lasts longer
 * decides between a gift and a cancellation.
 */
export const supporterStatusOf = (
  { paidUntil, lastOneTimeGiftAt, lastUnpaidCheckoutAt, silentUntil }: Known,
  retryDays: number,
): DatedSupporterStatus | null => {
  if (paidUntil) return { status: 'supports', until: after(paidUntil, graceDays(retryDays) * DAY_MS) }
  const dates = [
    ...(lastOneTimeGiftAt ? [after(lastOneTimeGiftAt, AFTER_ONE_TIME_GIFT_MS)] : []),
    ...(lastUnpaidCheckoutAt ? [after(lastUnpaidCheckoutAt, AFTER_UNPAID_CHECKOUT_MS)] : []),
  ]
  const gaveUntil = latest(dates)
  if (silentUntil && !(gaveUntil && gaveUntil > silentUntil))
    return { status: 'canceled', until: silentUntil }
  return gaveUntil ? { status: 'gave', until: gaveUntil } : null
}

// The grace period covers all retries, which begin within a day of the period's end.
const graceDays = (retryDays: number): number =>
  retryDays > PAID_PERIOD_GRACE_DAYS ? retryDays + 1 : PAID_PERIOD_GRACE_DAYS

const after = (date: Date, ms: number): Date => new Date(date.getTime() + ms)
