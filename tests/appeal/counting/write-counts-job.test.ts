import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type AppealTallies, countInto, openTallies } from '../../../src/appeal/counting/appeal-counts.ts'
import { writeCounts } from '../../../src/appeal/counting/write-counts-job.ts'
import { parseLabel } from '../../../src/appeal/label.ts'
import { letterCampaign } from '../../../src/appeal/policy/letter-campaign.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { openLog } from '../../../src/platform/log.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const NOW = new Date('2026-11-22T12:34:56Z')
const LABEL = parseLabel('letter.end.city')
const SHOWN = {
  show: true,
  caps: null,
  campaign: letterCampaign({ findLetter: () => null, giving: [] }),
  form: 'end',
} as const
const DAY = new Date('2026-12-22T12:00:00Z')

for (const [engine, open] of ENGINES)
  describe(`writing counts over ${engine}`, () => {
    let opened: Opened
    let database: Database
    let tallies: AppealTallies
    let lines: string[]
    before(async () => {
      opened = await open({ isMigrated: true })
      database = opened.database
    })
    after(() => opened.close())
    beforeEach(async () => {
      tallies = openTallies()
      lines = []
      await database.run('delete from appeal_hours; delete from appeal_snoozes; delete from reminder_days')
    })
    const log = openLog(
      new Writable({
        write: (chunk, _encoding, done) => {
          lines.push(String(chunk))
          done()
        },
      }),
    )
    const counts = () => countInto(tallies, { calendar: calendarOf('Asia/Kolkata'), now: () => NOW })
    const write = (to: Database = database) => writeCounts({ database: to, tallies, now: () => NOW, log })
    const countOne = () => {
      const { countAppeal, countStep, countGive, countSnooze, moveReminder } = counts()
      countAppeal(SHOWN, 'city')
      assert.ok(LABEL)
      countStep(LABEL, 'seen')
      countGive('letter.end.city')
      countSnooze({ label: 'letter.end.city', length: '1m' })
      moveReminder({ from: null, to: DAY })
    }
    const read = async () => ({
      hours: await database.query('select hour, shown, seen, give from appeal_hours'),
      snoozes: await database.query('select length, count from appeal_snoozes'),
      reminders: await database.query('select day, count from reminder_days'),
    })
    const expected = (count: number) => ({
      hours: [{ hour: new Date('2026-11-22T12:30:00Z'), shown: count, seen: count, give: count }],
      snoozes: [{ length: '1m', count }],
      reminders: [{ day: '2026-12-22', count }],
    })

    /** Fails from the given statement on. */
    const failingFrom = (first: number): Database => {
      let statements = 0
      const begin = () => {
        statements += 1
        if (statements >= first) throw new Error('The database is away')
      }
      return {
        ...database,
        query: async (sql, values) => {
          begin()
          return database.query(sql, values)
        },
        inTransaction: async (work) => {
          begin()
          return database.inTransaction(work)
        },
      }
    }

    test('one statement for each table writes everything, and nothing is written twice', async () => {
      countOne()
      await write(failingFrom(4))
      assert.deepEqual(await read(), expected(1))
      // Nothing is left, so nothing is sent.
      await write(failingFrom(1))
      assert.deepEqual(await read(), expected(1))
    })

    for (const first of [1, 2, 3])
      test(`counts stay when statement ${first} fails, and add to those that come meanwhile`, async () => {
        countOne()
        await assert.rejects(write(failingFrom(first)), /away/)
        countOne()
        await write()
        await write()
        assert.deepEqual(await read(), expected(2))
      })

    test('two processes add to the same rows', async () => {
      const others = openTallies()
      countOne()
      const mine = tallies
      tallies = others
      countOne()
      await Promise.all([write(), writeCounts({ database, tallies: mine, now: () => NOW, log })])
      assert.deepEqual(await read(), expected(2))
    })

    test('a flood of invented labels logs one line and writes no row', async () => {
      const { countGive } = counts()
      for (let number = 1; number <= 2_100; number += 1) countGive(`${number}.end.city`)
      await write()
      await write()
      assert.equal(lines.length, 1)
      assert.match(lines[0] ?? '', /too many different labels/)
      assert.deepEqual(await read(), { hours: [], snoozes: [], reminders: [] })
    })
  })
