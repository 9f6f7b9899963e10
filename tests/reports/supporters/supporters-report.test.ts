import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { isPeopleIdentity } from '../../../src/reports/movements/people-identity.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'
import type { MovementSum } from '../../../src/reports/rollups/movement-figures-store.ts'
import { activePoints, monthBars } from '../../../src/reports/supporters/month-bars.ts'
import { supportersTable } from '../../../src/reports/supporters/supporters-csv.ts'
import { buildSupportersReport, monthlyOf } from '../../../src/reports/supporters/supporters-report.ts'

const PERIOD = periodOf('2026-10-30', '2026-11-03', calendarOf('UTC'))

const sum = (
  day: string | null,
  kind: MovementSum['kind'],
  movements: number,
  more: Partial<MovementSum> = {},
): MovementSum => ({
  day,
  currency: 'USD',
  cadence: 'monthly',
  kind,
  cause: '',
  movements,
  annualChange: 6_000 * movements,
  ...more,
})

/** Ten gave $5 a month before. The rows of each day follow. */
const ROWS: MovementSum[] = [
  sum(null, 'new', 10),
  sum('2026-10-30', 'new', 3),
  sum('2026-10-31', 'pause', 2, { annualChange: -12_000 }),
  sum('2026-11-01', 'churn', 4, { cause: 'chosen', annualChange: -24_000 }),
  sum('2026-11-01', 'reactivation', 1),
  sum('2026-11-02', 'resume', 1),
  sum('2026-11-02', 'transfer-out', 1, { annualChange: -6_000 }),
  sum('2026-11-02', 'transfer-in', 1, { currency: 'EUR', annualChange: 5_000 }),
  // A replaced history leaves rows that add up to nothing.
  sum('2026-11-03', 'new', 0, { currency: 'SEK', annualChange: 0 }),
]

test('10 + 3 new + 1 reactivated + 1 resumed - 2 paused - 4 lost = 9 people', () => {
  const { people, days, annual, activeIn, isEmpty } = buildSupportersReport(ROWS, PERIOD, null)
  assert.deepEqual(people, {
    ...{ start: 10, new: 3, reactivated: 1, resumed: 1, transferredIn: 0 },
    ...{ paused: 2, lost: 4, transferredOut: 0, end: 9 },
  })
  assert.deepEqual(
    days.map(({ end }) => end),
    [13, 11, 8, 9, 9],
  )
  for (const day of days) assert.ok(isPeopleIdentity(day), day.day)
  assert.deepEqual(
    [...annual],
    [
      ['USD', 48_000],
      ['EUR', 5_000],
    ],
  )
  assert.deepEqual(
    [...activeIn],
    [
      ['USD', 8],
      ['EUR', 1],
    ],
  )
  assert.equal(monthlyOf(annual.get('USD') ?? 0) / 8, 500)
  assert.equal(isEmpty, false)
})

test('in one currency transfers count: 10 + 3 + 1 + 1 - 2 - 4 - 1 = 8 in dollars, 0 + 1 = 1 in euros', () => {
  const dollars = buildSupportersReport(ROWS, PERIOD, 'USD').people
  assert.deepEqual([dollars.start, dollars.transferredOut, dollars.end], [10, 1, 8])
  const euros = buildSupportersReport(ROWS, PERIOD, 'EUR').people
  assert.deepEqual([euros.start, euros.transferredIn, euros.end], [0, 1, 1])
  assert.equal(buildSupportersReport(ROWS, PERIOD, 'SEK').isEmpty, true)
})

test('bars add up the days of each month, and days before the record have no figure', () => {
  const { days } = buildSupportersReport(ROWS, PERIOD, null)
  const values = ({ new: came, back, lost, paused }: ReturnType<typeof monthBars>) =>
    [came, back, lost, paused].map((points) => points.map(({ value }) => value))
  assert.deepEqual(values(monthBars(days, '2026-01-01')), [
    [3, 0],
    [0, 2],
    [0, 4],
    [2, 0],
  ])
  assert.deepEqual(values(monthBars(days, '2026-11-02'))[0], [null, 0])
  assert.deepEqual(
    activePoints(days, '2026-10-31').map(({ value }) => value),
    [null, 11, 8, 9, 9],
  )
})

test('the CSV has every day, all parts of the sum, and amounts in each currency', () => {
  const report = buildSupportersReport(ROWS, PERIOD, null)
  const query = { period: PERIOD, currency: null }
  const { columns, rows } = supportersTable(report, { title: 'Supporters', query, timeZone: 'UTC' })
  assert.equal(
    columns.join(),
    'day,active_supporters,new_supporters,lost_supporters,supporters_at_start,reactivated_supporters,resumed_supporters,transferred_in,paused_supporters,transferred_out,mrr_EUR,mrr_USD',
  )
  const [, second, third] = rows as readonly (readonly unknown[])[]
  assert.deepEqual(second?.slice(0, 10), ['2026-10-31', 11, 0, 0, 13, 0, 0, 0, 2, 0])
  assert.deepEqual(third, [
    ...['2026-11-01', 8, 0, 4, 11, 1, 0, 0, 0, 0],
    { minor: 0, currency: 'EUR' },
    { minor: 4_000, currency: 'USD' },
  ])
})
