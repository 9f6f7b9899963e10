/** How often a year an interval comes, by `<count> <interval>`: the only ones that recurring support is counted in. */
const PER_YEAR: Record<string, number> = { '1 month': 12, '1 year': 1, '1 week': 52, '3 month': 4 }

type Recurring = { interval: string; interval_count: number } | null | undefined

/** Undefined for an interval that is not counted: nothing of it is guessed. */
export const timesAYear = (recurring: Recurring): number | undefined =>
  recurring ? PER_YEAR[`${recurring.interval_count} ${recurring.interval}`] : undefined
