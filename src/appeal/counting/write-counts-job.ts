import { randomUUID } from 'node:crypto'
import { type Clock, DAY_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { AppealTallies, DayKey, HourKey, SnoozeKey, Step } from './appeal-counts.ts'
import { deleteOldWriters, noteBatch } from './batch-store.ts'
import { addHours, addReminders, addSnoozes } from './count-store.ts'
import type { Entry } from './tally.ts'

type Needs = { database: Database; tallies: AppealTallies; now: Clock; log: Log }

const PAUSE_MS = 1_000
/** A reader may keep a page open for so long before they click. */
const OPEN_PAGE_MS = 30 * DAY_MS
/** A process that reaches no database for so long may count one second twice. */
const IDLE_WRITER_MS = 30 * DAY_MS

/** Counts that are written in one transaction. */
type Batch = {
  number: number
  hours: Entry<HourKey, Step>[]
  snoozes: Entry<SnoozeKey, 'count'>[]
  reminders: Entry<DayKey, 'count'>[]
}

export type CountWriter = {
  /** Writes all counts. Throws if that fails, and keeps them. */
  write: () => Promise<void>
  /** Writes the counts of this process each second. Counts that cannot be written stay for the next time. */
  job: Repeating
}

/**
 * Writes counts in numbered batches. An error does not say whether a batch was written, so it comes again unchanged, and
 * the database knows its number.
 */
export const countWriter = (needs: Needs): CountWriter => {
  const writer = randomUUID()
  let number = 1
  let unwritten: Batch | null = null
  const write = async (): Promise<void> => {
    logDropped(needs)
    for (;;) {
      unwritten ??= takeBatch(needs.tallies, number)
      if (unwritten === null) return
      const batch: Batch = unwritten
      await writeBatch(needs, writer, batch)
      // The last write before the process stops may overtake one of the job.
      if (unwritten === batch) {
        unwritten = null
        number += 1
      }
    }
  }
  return {
    write,
    job: repeat({
      pauseMs: PAUSE_MS,
      step: async () => {
        await write()
        return false
      },
      onError: (error) =>
        needs.log.warn('counts not written, will be retried', { component: 'appeal', ...errorFields(error) }),
    }),
  }
}

const logDropped = ({ tallies: { hours, snoozes, reminders }, log }: Needs): void => {
  const count = hours.takeDropped() + snoozes.takeDropped() + reminders.takeDropped()
  if (count > 0) log.warn('counts left out: too many different labels', { component: 'appeal', count })
}

const takeBatch = (tallies: AppealTallies, number: number): Batch | null => {
  const hours = tallies.hours.take()
  const snoozes = tallies.snoozes.take()
  const reminders = tallies.reminders.take()
  return hours.length + snoozes.length + reminders.length > 0 ? { number, hours, snoozes, reminders } : null
}

const writeBatch = ({ database, now }: Needs, writer: string, batch: Batch): Promise<void> =>
  database.inTransaction(async (transaction) => {
    const { number, hours, snoozes, reminders } = batch
    const at = now()
    if (!(await noteBatch(transaction, { writer, number }, at))) return
    if (number === 1) await deleteOldWriters(transaction, new Date(at.getTime() - IDLE_WRITER_MS))
    const shownSince = new Date(at.getTime() - OPEN_PAGE_MS)
    if (hours.length > 0) await addHours(transaction, hours, shownSince)
    // After the hours, which say what was shown.
    if (snoozes.length > 0) await addSnoozes(transaction, snoozes, shownSince)
    if (reminders.length > 0) await addReminders(transaction, reminders)
  })
