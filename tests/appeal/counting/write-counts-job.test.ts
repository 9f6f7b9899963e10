import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type AppealTallies, countInto, openTallies } from '../../../src/appeal/counting/appeal-counts.ts'
import { type CountWriter, countWriter } from '../../../src/appeal/counting/write-counts-job.ts'
import { parseLabel } from '../../../src/appeal/label.ts'
import { letterCampaign } from '../../../src/appeal/policy/letter-campaign.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { openLog } from '../../../src/platform/log.ts'
import { keeping } from '../../given/keep.ts'
import { givenDatabase } from '../../given/resources/databases.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'
import { givenGate } from '../../given/resources/gate.ts'

const NOW = new Date('2026-11-22T12:34:56Z')
const LABEL = parseLabel('letter.end.city')
const SHOWN = {
  show: true,
  caps: null,
  campaign: letterCampaign({ findLetter: () => null, giving: [] }),
  form: 'end',
} as const
const DAY = new Date('2026-12-22T12:00:00Z')

const NOTHING = { hours: [], snoozes: [], reminders: [] }

const countOneOfEach = (tallies: AppealTallies): void => {
  const counts = countInto(tallies, { calendar: calendarOf('Asia/Kolkata'), now: () => NOW })
  counts.countAppeal(SHOWN, 'city')
  assert.ok(LABEL)
  counts.countStep(LABEL, 'seen')
  counts.countGive('letter.end.city')
  counts.countSnooze({ label: 'letter.end.city', length: '1m' })
  counts.moveReminder({ from: null, to: DAY })
}

const readCounts = async (database: Database) => ({
  hours: await database.query('select hour, shown, seen, give from appeal_hours'),
  snoozes: await database.query('select length, count from appeal_snoozes'),
  reminders: await database.query('select day, count from reminder_days'),
})

const oneOfEach = (count: number) => ({
  hours: [{ hour: new Date('2026-11-22T12:30:00Z'), shown: count, seen: count, give: count }],
  snoozes: [{ length: '1m', count }],
  reminders: [{ day: '2026-12-22', count }],
})

const givenLog = () => {
  const lines: string[] = []
  const write = (chunk: unknown, _encoding: unknown, done: () => void) => {
    lines.push(String(chunk))
    done()
  }
  return { lines, log: openLog(new Writable({ write })) }
}

const FAULTS = ['before', 'within', 'after'] as const
type Fault = (typeof FAULTS)[number]

/** Fails before the transaction, within it, or after it was written: then only its answer is lost. */
const failing = (database: Database, when: Fault): Database => ({
  ...database,
  inTransaction: async (work) => {
    if (when === 'before') throw new Error('The database is away')
    const result = await database.inTransaction(async (transaction) => {
      const done = await work(transaction)
      if (when === 'within') throw new Error('The database is away')
      return done
    })
    if (when === 'after') throw new Error('The database is away')
    return result
  },
})

for (const [engine, open] of ENGINES)
  describe(`writing counts over ${engine}`, () => {
    let opened: Opened
    let database: Database
    before(async () => {
      opened = await open({ isMigrated: true })
      database = opened.database
    })
    after(() => opened.close())
    beforeEach(() =>
      database.run(
        'delete from appeal_hours; delete from appeal_snoozes; delete from reminder_days; delete from count_writers',
      ),
    )

    /** A process that counts. Its database can fail. */
    const givenProcess = ({ at = NOW } = {}) => {
      const tallies = openTallies()
      const { lines, log } = givenLog()
      let current = database
      const reached: Database = { ...database, inTransaction: (work) => current.inTransaction(work) }
      const writer: CountWriter = countWriter({ database: reached, tallies, now: () => at, log })
      const write = async (when: Fault | null = null) => {
        current = when === null ? database : failing(database, when)
        await writer.write()
      }
      return { tallies, lines, write, countOne: () => countOneOfEach(tallies) }
    }

    test('everything is written once', async () => {
      const { countOne, write } = givenProcess()
      countOne()
      await write()
      countOne()
      await write()
      assert.deepEqual(await readCounts(database), oneOfEach(2))
      // Nothing is left, so nothing is sent.
      await write('before')
      assert.deepEqual(await readCounts(database), oneOfEach(2))
    })

    for (const when of FAULTS)
      test(`counts arrive once when the connection fails ${when} the transaction, twice in a row`, async () => {
        const { countOne, write } = givenProcess()
        countOne()
        await assert.rejects(write(when), /away/)
        countOne()
        await assert.rejects(write(when), /away/)
        await write()
        assert.deepEqual(await readCounts(database), oneOfEach(2))
      })

    test('the last write may overtake one of the job', async () => {
      const { countOne, write } = givenProcess()
      countOne()
      const first = write()
      countOne()
      await Promise.all([first, write()])
      countOne()
      await write()
      assert.deepEqual(await readCounts(database), oneOfEach(3))
    })

    test('two processes add to the same rows', async () => {
      const processes = [givenProcess(), givenProcess()]
      for (const { countOne } of processes) countOne()
      await Promise.all(processes.map(({ write }) => write()))
      assert.deepEqual(await readCounts(database), oneOfEach(2))
    })

    test('a new process forgets those that wrote nothing for 30 days', async () => {
      const writeAt = async (at: string) => {
        const { countOne, write } = givenProcess({ at: new Date(at) })
        countOne()
        await write()
      }
      await writeAt('2026-11-22T12:00:00Z')
      await writeAt('2026-11-22T12:00:01Z')
      await writeAt('2026-12-22T12:00:01Z')
      assert.deepEqual(
        (await database.query<{ written_at: Date }>('select * from count_writers order by 3')).map(
          ({ written_at: at }) => at.toISOString(),
        ),
        ['2026-11-22T12:00:01.000Z', '2026-12-22T12:00:01.000Z'],
      )
    })

    test('a flood of invented labels logs one line and writes no row', async () => {
      const { tallies, lines, write } = givenProcess()
      const { countGive } = countInto(tallies, { calendar: calendarOf('UTC'), now: () => NOW })
      for (let number = 1; number <= 2_100; number += 1) countGive(`${number}.end.city`)
      await write()
      await write()
      assert.equal(lines.length, 1)
      assert.match(lines[0] ?? '', /too many different labels/)
      assert.deepEqual(await readCounts(database), NOTHING)
    })
  })

describe('a connection to Postgres that is cut while counts are written', () => {
  test('loses no count and doubles none, wherever it is cut', async (context) => {
    const keep = keeping((end) => context.after(end))
    const given = keep(await givenDatabase(), (each) => each.drop())
    const { hostname, port } = new URL(given.url)
    const gate = keep(await givenGate({ host: hostname, port: Number(port) }), (each) => each.stop())
    const url = Object.assign(new URL(given.url), { hostname: '127.0.0.1', port: String(gate.port) }).href
    const database = keep(postgresDatabase({ url, connections: 1, statementTimeoutMs: 5_000 }), (each) =>
      each.close(),
    )
    const tallies = openTallies()
    const { write } = countWriter({ database, tallies, now: () => NOW, log: givenLog().log })
    let cuts = 0
    // From the first statement to one chunk of data after the commit.
    for (let isCut = true; isCut; cuts += 1) {
      countOneOfEach(tallies)
      void gate.shutAfter(cuts + 1)
      isCut = await write().then(
        () => false,
        () => true,
      )
      gate.open()
      await write()
      assert.deepEqual(await readCounts(given.database), oneOfEach(cuts + 1), `cut after ${cuts + 1}`)
    }
    assert.ok(cuts > 6, `${cuts} cuts`)
  })
})
