import type { Price } from './stripe-objects.ts'

export type Interval = 'day' | 'week' | 'month' | 'year'

/** Adds intervals to a time in seconds, in UTC as Stripe does. A shorter month ends on its last day. */
export const addInterval = (anchor: number, interval: Interval, count: number): number => {
  if (interval === 'day' || interval === 'week') return anchor + count * (interval === 'day' ? 1 : 7) * 86_400
  const start = new Date(anchor * 1000)
  const months = interval === 'year' ? count * 12 : count
  const firstOfMonth = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1)
  const month = new Date(firstOfMonth)
  const lastDay = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate()
  const timeOfDay = anchor - Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()) / 1000
  const day = Math.min(start.getUTCDate(), lastDay)
  return Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), day) / 1000 + timeOfDay
}

export const intervalOf = (price: Price): Interval => (price.recurring?.interval as Interval) ?? 'month'
export const intervalCountOf = (price: Price): number => price.recurring?.interval_count ?? 1
