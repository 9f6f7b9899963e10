import { type AppealTallies, openTallies } from '../../src/appeal/counting/appeal-counts.ts'
import { countWriter } from '../../src/appeal/counting/write-counts-job.ts'
import { HOUR_MS } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { openLog } from '../../src/platform/log.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import type { Row } from './bench.ts'
import { median } from './median.ts'

const KEYS = 200
const SNOOZES = 20
const ROUNDS = 10
const FLUSHES = 20
const GOAL_MS = 100
const HOUR = new Date('2026-11-22T12:00:00Z')

/** Measures the flush of a busy second, with and without the triggers that feed the reports. Both in alternating rounds. */
export const measureFlush = async (): Promise<Row> => {
  const { database, drop } = await givenDatabase()
  const times: Record<'with' | 'without', number[]> = { with: [], without: [] }
  for (let round = 0; round < ROUNDS; round += 1)
    for (const which of ['with', 'without'] as const) {
      await setTriggers(database, which === 'with' ? 'enable' : 'disable')
      times[which].push(...(await timeFlushes(database)))
    }
  await setTriggers(database, 'enable')
  await drop()
  const middle = median(times.with)
  return {
    what: `a flush of ${KEYS} places and ${SNOOZES} snoozes`,
    measured: `${middle.toFixed(1)} ms`,
    beside: `${median(times.without).toFixed(1)} ms without the triggers of the reports`,
    goal: `under ${GOAL_MS} ms`,
    reached: middle < GOAL_MS,
  }
}

const setTriggers = async (database: Database, change: 'enable' | 'disable'): Promise<void> => {
  for (const table of ['appeal_hours', 'appeal_snoozes'])
    await database.run(`alter table ${table} ${change} trigger user`)
}

/** Times updates of rows that stand, as in all seconds of an hour but its first. */
const timeFlushes = async (database: Database): Promise<number[]> => {
  const tallies = openTallies()
  const { write } = countWriter({ database, tallies, now: () => HOUR, log: openLog() })
  const times: number[] = []
  for (let flush = 0; flush <= FLUSHES; flush += 1) {
    countSecond(tallies)
    const startedAt = performance.now()
    await write()
    if (flush > 0) times.push(performance.now() - startedAt)
  }
  return times
}

const countSecond = ({ hours, snoozes, reminders }: AppealTallies): void => {
  const hour = HOUR.toISOString()
  const hourBefore = new Date(HOUR.getTime() - HOUR_MS).toISOString()
  for (let index = 0; index < KEYS; index += 1) {
    const place = { campaign: String(index % 10), form: 'end', section: `section-${index}` }
    const key = { hour, hourBefore, ...place, variant: 'a' }
    for (const step of ['eligible', 'shown', 'seen'] as const) hours.add(key, step)
    if (index < SNOOZES) snoozes.add({ hour, ...place, length: '1m' }, 'count')
  }
  reminders.add({ day: '2026-12-22' }, 'count', { by: SNOOZES })
}
