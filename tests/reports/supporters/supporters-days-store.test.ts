import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Calendar, calendarOf } from '../../../src/platform/calendar.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import {
  findFirstMovementDay,
  findMonthSums,
  findMovementSums,
} from '../../../src/reports/rollups/movement-figures-store.ts'
import { buildSupportersReport } from '../../../src/reports/supporters/supporters-report.ts'
import { ODD_ZONES } from '../../given/instants.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

/** Postgres takes PST for another offset than Node.js. */
const ZONES = [...ODD_ZONES, 'America/Vancouver', 'PST']
const HALF_HOUR_MS = 1_800_000

/** Every half hour of two days on which clocks change in many zones. */
const INSTANTS = ['2026-03-08T00:00:00Z', '2026-03-29T00:00:00Z'].flatMap((start) =>
  Array.from({ length: 48 }, (_, index) => new Date(Date.parse(start) + index * HALF_HOUR_MS)),
)
/** 23:30 in Vancouver, where Node.js and Postgres disagreed about the offset. */
const LATE_IN_VANCOUVER = new Date('2026-11-21T23:30:00-08:00')

const NOW = new Date('2026-11-29T12:00:00Z')

const expected = new Map<string, [string, number][]>()

/** Counts the instants by their day in the newsroom’s zone. Computed once for both engines. */
const expectedIn = (calendar: Calendar): [string, number][] => {
  const known = expected.get(calendar.timeZone)
  if (known) return known
  const counts = new Map<string, number>()
  for (const day of INSTANTS.map(calendar.dayAt)) counts.set(day, (counts.get(day) ?? 0) + 1)
  expected.set(calendar.timeZone, [...counts])
  return [...counts]
}

for (const [name, open] of ENGINES) {
  describe(`the days of a report on ${name} (B1, B2)`, () => {
    let opened: Opened
    const reportOf = async (calendar: Calendar, from: string, to: string) => {
      await prepareCalendar(opened.database, calendar, NOW)
      const period = periodOf(from, to, calendar)
      return buildSupportersReport(await findMovementSums(opened.database, period), period, null)
    }
    before(async () => {
      opened = await open({ isMigrated: true })
      assert.equal(await findFirstMovementDay(opened.database), null)
      for (const at of [...INSTANTS, LATE_IN_VANCOUVER]) {
        const id = randomUUID()
        await opened.database.query('insert into supporters (id, created_at) values ($1, $2)', [id, at])
        await opened.database.query(
          `insert into movements values ($1, 'USD', 0, $2, 'new', 6000, 6000, null)`,
          [id, at],
        )
      }
    })
    after(() => opened.close())

    test('each supporter is new on exactly one day, that of the newsroom, in every zone', async () => {
      for (const zone of ZONES) {
        const calendar = calendarOf(zone)
        const report = await reportOf(calendar, '2026-03-07', '2026-03-31')
        const counted = report.days.filter((day) => day.new > 0).map((day) => [day.day, day.new])
        assert.deepEqual(counted, expectedIn(calendar), zone)
        assert.equal(report.people.end, INSTANTS.length, zone)
      }
    })

    test('who gave at 23:30 in Vancouver is in that day and no other', async () => {
      for (const zone of ['America/Vancouver', 'PST']) {
        const news = async (day: string) => (await reportOf(calendarOf(zone), day, day)).people.new
        assert.deepEqual(
          [await news('2026-11-20'), await news('2026-11-21'), await news('2026-11-22')],
          [0, 1, 0],
          zone,
        )
      }
    })

    test('the record begins with the first movement, and months hold whole days', async () => {
      await prepareCalendar(opened.database, calendarOf('Pacific/Honolulu'), NOW)
      // 0:00 in Greenwich is the evening before in Honolulu.
      assert.equal(await findFirstMovementDay(opened.database), '2026-03-07')
      const months = async (to: string) =>
        (await findMonthSums(opened.database, to)).map(({ month, kind, movements }) => [
          month,
          kind,
          movements,
        ])
      assert.deepEqual(await months('2026-11-30'), [
        ['2026-03', 'new', INSTANTS.length],
        ['2026-11', 'new', 1],
      ])
      assert.deepEqual(await months('2026-03-07'), [['2026-03', 'new', 20]])
    })

    test('supporters from before the period are counted, later ones are not', async () => {
      const { people } = await reportOf(calendarOf('Africa/Maputo'), '2026-03-20', '2026-04-30')
      assert.deepEqual([people.start, people.end], [48, 96])
    })
  })
}
