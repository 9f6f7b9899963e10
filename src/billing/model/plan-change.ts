import { DAY_MS } from '../../platform/clock.ts'

export type Interval = 'month' | 'year'

/** Amount per charge, in minor units of the subscription's currency. */
export type Plan = { amount: number; interval: Interval }

/** A change that a supporter may make, other than canceling. It charges nothing at once. */
export type PlanChange =
  | { kind: 'change'; plan: Plan }
  /** Charges nothing until `resumesAt`. */
  | { kind: 'pause'; resumesAt: Date }
  | { kind: 'resume' }

/** The numbers of monthly charges that one pause may skip. */
export const PAUSES = [1, 2, 3] as const
export type PauseMonths = (typeof PAUSES)[number]

/**
 * Adds months as Stripe does: a day that a month lacks becomes its last day. The anchor keeps the original day, so that
 * 30 April is followed by 31 May if the anchor is a 31st.
 */
export const addMonths = (day: Date, months: number, anchor: Date | null = null): Date => {
  const later = new Date(day)
  later.setUTCMonth(day.getUTCMonth() + months, 1)
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()
  later.setUTCDate(Math.min((anchor ?? day).getUTCDate(), last))
  return later
}

/** Returns the time of the first charge after a pause, which stays on the usual day of the month. */
export const firstChargeAfter = (
  { periodEnd, anchoredAt }: { periodEnd: Date; anchoredAt: Date | null },
  resumesAt: Date,
  monthsEach: number,
): Date => {
  let months = 0
  while (addMonths(periodEnd, months, anchoredAt) < resumesAt) months += monthsEach
  return addMonths(periodEnd, months, anchoredAt)
}

/** Returns the end of a pause that skips this many charges: a day before the next charge. */
export const pauseUntil = (nextCharge: Date, months: PauseMonths, anchor: Date | null = null): Date =>
  new Date(addMonths(nextCharge, months, anchor).getTime() - DAY_MS)
