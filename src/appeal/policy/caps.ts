import type { KeptAppeals, SeenAppeals, SeenBefore } from '../../snooze/suppression.ts'
import type { Campaign, Caps } from './campaign.ts'

/** Returns a campaign's caps over the longest span of the campaigns that run now. Null: it has none. */
export const sharedCaps = ({ caps }: Campaign, campaigns: readonly Campaign[], at: number): Caps | null => {
  if (caps === null) return null
  let { days } = caps
  for (const { caps: others, startsAt, endsAt } of campaigns)
    if (others && startsAt <= at && at < endsAt) days = Math.max(days, others.days)
  return { ...caps, days }
}

/** Returns true if one more appeal on `day` stays within the caps. Without a count nobody is asked. */
export const isWithinCaps = (caps: Caps, seen: SeenBefore, day: number): boolean => {
  if (seen === null) return true
  if (seen === 'unknown') return false
  if (day - seen.lastDay < caps.daysApart) return false
  return day - seen.firstDay >= caps.days || seen.count < caps.shows
}

/** Counts one more appeal. The span of `caps.days` days begins with the first appeal after the last span. */
export const withOneMore = (
  { days, daysApart }: Caps,
  seen: SeenAppeals | null,
  day: number,
): KeptAppeals => {
  const isInSpan = seen !== null && day - seen.firstDay < days
  return {
    count: isInSpan ? seen.count + 1 : 1,
    firstDay: isInSpan ? seen.firstDay : day,
    lastDay: day,
    keptDays: Math.max(days, daysApart),
  }
}
