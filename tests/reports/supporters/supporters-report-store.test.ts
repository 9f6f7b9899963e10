import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Calendar, calendarOf } from '../../../src/platform/calendar.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'
import { buildSupportersReport } from '../../../src/reports/supporters/supporters-report.ts'
import { findFirstMovement, findMovements } from '../../../src/reports/supporters/supporters-report-store.ts'
import { ZONES } from '../../given/instants.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const HALF_HOUR_MS = 1_800_000

/** Every half hour of two days on which clocks change in many zones. */
const INSTANTS = ['2026-03-08T00:00:00Z', '2026-03-29T00:00:00Z'].flatMap((start) =>
  Array.from({ length: 48 }, (_, index) => new Date(Date.parse(start) + index * HALF_HOUR_MS)),
)
/** 23:30 in Vancouver, where Node.js and Postgres disagreed about the offset. */
const LATE_IN_VANCOUVER = new Date('2026-11-21T23:30:00-08:00')

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
      const period = periodOf(from, to, calendar)
      return buildSupportersReport(await findMovements(opened.database, period.days), period, null)
    }
    before(async () => {
      opened = await open()
      await migrate(opened.database, MIGRATIONS)
      assert.equal(await findFirstMovement(opened.database), null)
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
        assert.equal(report.active, INSTANTS.length, zone)
      }
    })

    test('who gave at 23:30 in Vancouver is in that day and no other', async () => {
      for (const zone of ['America/Vancouver', 'PST'].filter((each) => ZONES.includes(each))) {
        const news = async (day: string) => (await reportOf(calendarOf(zone), day, day)).new
        assert.deepEqual(
          [await news('2026-11-20'), await news('2026-11-21'), await news('2026-11-22')],
          [0, 1, 0],
          zone,
        )
      }
    })

    test('the record begins with the first movement', async () => {
      assert.deepEqual(await findFirstMovement(opened.database), INSTANTS[0])
    })

    test('supporters from before the period are counted, later ones are not', async () => {
      const { openingActive, active } = await reportOf(
        calendarOf('Africa/Maputo'),
        '2026-03-20',
        '2026-04-30',
      )
      assert.deepEqual([openingActive, active], [48, 96])
    })
  })
}
