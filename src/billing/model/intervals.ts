/** How often a year each interval comes: a month is a twelfth of it, whatever its length. */
const PER_YEAR: Record<string, number> = { day: 365, week: 52, month: 12, year: 1 }

type Recurring = { interval: string; interval_count: number } | null | undefined

/** Twelve for what is charged monthly, a half for every second year; undefined for what Stripe does not have today. */
export const timesAYear = (recurring: Recurring): number | undefined => {
  const times = PER_YEAR[recurring?.interval ?? '']
  return recurring && times !== undefined ? times / recurring.interval_count : undefined
}

/** Twelve months are a year, however whoever made the price put it: its giver is told before it is charged, and may change it. */
export const cadenceOf = ({ interval, interval_count: count }: NonNullable<Recurring>) =>
  interval === 'month' && count === 12
    ? { interval: 'year', intervalCount: 1 }
    : { interval, intervalCount: count }
