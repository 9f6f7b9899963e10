import type { Calendar } from '../../platform/calendar.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { lastCalendarDay, prepareCalendar } from './calendar-store.ts'

type Needs = { database: Database; calendar: Calendar; now: Clock; log: Log }

/** Adds days to the calendar of reports while the server runs, by its clock. */
export const extendCalendarJob = ({ database, calendar, now, log }: Needs): Repeating => {
  let lastDay = ''
  return repeat({
    pauseMs: 10_000,
    step: async () => {
      const needed = lastCalendarDay(calendar, now())
      if (lastDay >= needed) return false
      await prepareCalendar(database, calendar, now())
      lastDay = needed
      return false
    },
    onError: (error) =>
      log.error('extending the calendar failed', { component: 'reports', ...errorFields(error) }),
  })
}
