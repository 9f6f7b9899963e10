import { type Clock, DAY_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { AppealTallies } from './appeal-counts.ts'
import { addHours, addReminders, addSnoozes } from './count-store.ts'
import type { Entry, Tally } from './tally.ts'

type Needs = { database: Database; tallies: AppealTallies; now: Clock; log: Log }

const PAUSE_MS = 1_000
/** A reader may keep a page open for so long before they click. */
const OPEN_PAGE_MS = 30 * DAY_MS

/** Writes the counts of this process each second. Counts that cannot be written stay for the next time. */
export const writeCountsJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: PAUSE_MS,
    step: async () => {
      await writeCounts(needs)
      return false
    },
    onError: (error) =>
      needs.log.warn('counts not written, will be retried', { component: 'appeal', ...errorFields(error) }),
  })

/** Writes all counts, with one statement for each table. Throws if one fails, and keeps its counts. */
export const writeCounts = async ({ database, tallies, now, log }: Needs): Promise<void> => {
  const { hours, snoozes, reminders } = tallies
  const dropped = hours.takeDropped() + snoozes.takeDropped() + reminders.takeDropped()
  if (dropped > 0)
    log.warn('counts left out: too many different labels', { component: 'appeal', count: dropped })
  const shownSince = new Date(now().getTime() - OPEN_PAGE_MS)
  await write(hours, (entries) => addHours(database, entries, shownSince))
  // After the hours, which say what was shown.
  await write(snoozes, (entries) => addSnoozes(database, entries, shownSince))
  await write(reminders, (entries) => addReminders(database, entries))
}

const write = async <Key, Step extends string>(
  tally: Tally<Key, Step>,
  add: (entries: Entry<Key, Step>[]) => Promise<void>,
): Promise<void> => {
  const entries = tally.take()
  if (entries.length === 0) return
  try {
    await add(entries)
  } catch (error) {
    tally.putBack(entries)
    throw error
  }
}
