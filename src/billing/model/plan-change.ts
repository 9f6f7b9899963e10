import { DAY_MS } from '../../platform/clock.ts'

export type Interval = 'month' | 'year'

/** What a contribution is to charge each time, in minor units of its currency. */
export type Plan = { amount: number; interval: Interval }

/** What a giver may change of a contribution, apart from ending it. Nothing of it is charged at once. */
export type PlanChange =
  | { kind: 'change'; plan: Plan }
  /** Nothing is charged until then. */
  | { kind: 'pause'; resumesAt: Date }
  | { kind: 'resume' }

/** How many monthly charges may be left out at once. */
export const PAUSES = [1, 2, 3] as const
export type PauseMonths = (typeof PAUSES)[number]

/**
 * The same day some months later, or the last of a month that has no such day: as Stripe counts, from its anchor. What
 * is anchored on the 31st falls on 31 May after 30 April.
 */
export const monthsAfter = (day: Date, months: number, anchor: Date | null = null): Date => {
  const later = new Date(day)
  later.setUTCMonth(day.getUTCMonth() + months, 1)
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()
  later.setUTCDate(Math.min((anchor ?? day).getUTCDate(), last))
  return later
}

/** The first charge after a pause: the next that falls on the day of charging. */
export const chargeAfter = (
  { periodEnd, anchoredAt }: { periodEnd: Date; anchoredAt: Date | null },
  resumesAt: Date,
  monthsEach: number,
): Date => {
  let months = 0
  while (monthsAfter(periodEnd, months, anchoredAt) < resumesAt) months += monthsEach
  return monthsAfter(periodEnd, months, anchoredAt)
}

/** A pause of so many months ends a day before the first charge that is made again. */
export const pauseUntil = (nextCharge: Date, months: PauseMonths, anchor: Date | null = null): Date =>
  new Date(monthsAfter(nextCharge, months, anchor).getTime() - DAY_MS)
