import { DAY_MS } from '../../platform/clock.ts'

/** Intervals per year. A month is a twelfth of a year, whatever its length. */
const PER_YEAR: Record<string, number> = { day: 365, week: 52, month: 12, year: 1 }

type Recurring = { interval: string; interval_count: number } | null | undefined

/** Returns 12 for monthly, 0.5 for every second year; undefined for an interval unknown today. */
export const timesPerYear = (recurring: Recurring): number | undefined => {
  const times = PER_YEAR[recurring?.interval ?? '']
  return recurring && times !== undefined ? times / recurring.interval_count : undefined
}

/** How often a contribution is charged, for reports. */
export type Cadence = 'monthly' | 'yearly' | 'other'

/** Tells the cadence by the period that an invoice pays for. A month and less counts as monthly. */
export const cadenceOfPeriod = (startsAt: Date, endsAt: Date): Cadence => {
  const days = (endsAt.getTime() - startsAt.getTime()) / DAY_MS
  if (days <= 45) return 'monthly'
  return days >= 300 && days <= 400 ? 'yearly' : 'other'
}

/** Turns twelve months into one year: renewal notices and changes of amount work by year. */
export const cadenceOf = ({ interval, interval_count: count }: NonNullable<Recurring>) =>
  interval === 'month' && count === 12
    ? { interval: 'year', intervalCount: 1 }
    : { interval, intervalCount: count }
