import type { SeenAppeals } from '../../snooze/suppression.ts'
import type { Campaign, Caps } from './campaign.ts'

/** Returns a campaign's caps over the longest span of the campaigns that run now. Null: it has none. */
export const sharedCaps = ({ caps }: Campaign, campaigns: readonly Campaign[], at: number): Caps | null => {
  if (caps === null) return null
  let { days } = caps
  for (const { caps: others, startsAt, endsAt } of campaigns)
    if (others && startsAt <= at && at < endsAt) days = Math.max(days, others.days)
  return { ...caps, days }
}

/** Returns true if one more appeal on `day` stays within the caps. */
export const isWithinCaps = (caps: Caps, seen: SeenAppeals | null, day: number): boolean => {
  if (seen === null) return true
  if (day - seen.lastDay < caps.daysApart) return false
  return day - seen.firstDay >= caps.days || seen.count < caps.shows
}

/** Counts one more appeal. The span of `caps.days` days begins with the first appeal after the last span. */
export const withOneMore = (caps: Caps, seen: SeenAppeals | null, day: number): SeenAppeals =>
  seen === null || day - seen.firstDay >= caps.days
    ? { count: 1, firstDay: day, lastDay: day }
    : { count: seen.count + 1, firstDay: seen.firstDay, lastDay: day }

/** Returns for how many days an appeal counts towards the caps. */
export const lookBackDays = ({ days, daysApart }: Caps): number => Math.max(days, daysApart)
