import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { monthlyOf } from '../../../src/reports/monthly.ts'
import { isPeopleIdentity } from '../../../src/reports/movements/people-identity.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'
import type { MoneySum } from '../../../src/reports/rollups/movement-figures-store.ts'
import { activePoints, monthBars } from '../../../src/reports/supporters/month-bars.ts'
import { supportersTable } from '../../../src/reports/supporters/supporters-csv.ts'
import { buildSupportersReport } from '../../../src/reports/supporters/supporters-report.ts'

const PERIOD = periodOf('2026-10-30', '2026-11-03', calendarOf('UTC'))

const sum = (
  day: string | null,
  kind: MoneySum['kind'],
  movements: number,
  more: Partial<MoneySum> = {},
): MoneySum => ({
  day,
  currency: 'USD',
  kind,
  cause: '',
  movements,
  annualChange: 6_000 * movements,
  ...more,
})

/** Ten gave $5 a month before. The rows of each day follow. */
const ROWS: MoneySum[] = [
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

const CURRENCIES = ['USD', 'EUR'] as const
type Held = { currency: (typeof CURRENCIES)[number]; annual: number } | null

/** The amount of a person at the end of each day. The day before the period comes first. */
const someLife = fc.array(
  fc.option(
    fc.record({ currency: fc.constantFrom(...CURRENCIES), annual: fc.integer({ min: 1, max: 90_000 }) }),
  ),
  { minLength: PERIOD.days.length + 1, maxLength: PERIOD.days.length + 1 },
)

/** Tells the movements between two days. Whether somebody left or paused, and came back or resumed, is all the same. */
const movementsOf = (before: Held, after: Held, isFirst: boolean): Partial<MoneySum>[] => {
  if (before === null && after !== null)
    return [{ currency: after.currency, kind: isFirst ? 'new' : 'reactivation', annualChange: after.annual }]
  if (before !== null && after === null)
    return [
      {
        currency: before.currency,
        kind: before.annual % 2 ? 'churn' : 'pause',
        annualChange: -before.annual,
      },
    ]
  if (before === null || after === null) return []
  const { currency } = after
  if (before.currency === currency)
    return [{ currency, kind: 'expansion', annualChange: after.annual - before.annual }]
  return [
    { currency: before.currency, kind: 'transfer-out', annualChange: -before.annual },
    { currency, kind: 'transfer-in', annualChange: after.annual },
  ]
}

test('any history: each day shows exactly those who give at its end, and the sums hold', () =>
  fc.assert(
    fc.property(fc.array(someLife, { maxLength: 30 }), (lives) => {
      const rows = lives.flatMap((life) =>
        life.flatMap((held, index) => {
          const isFirst = life.slice(0, index).every((each) => each === null)
          const day = index === 0 ? null : (PERIOD.days[index - 1]?.name ?? null)
          return movementsOf(life[index - 1] ?? null, held, isFirst).map((each) => sum(day, 'new', 1, each))
        }),
      )
      for (const currency of [null, ...CURRENCIES]) {
        const report = buildSupportersReport(rows, PERIOD, currency)
        for (const [index, day] of report.days.entries()) {
          const held = lives.flatMap((life) => life[index + 1] ?? [])
          const own = held.filter((each) => currency === null || each.currency === currency)
          assert.equal(day.end, own.length)
          assert.ok(isPeopleIdentity(day))
          for (const [each, annual] of day.annual)
            assert.equal(
              annual,
              own.reduce((total, one) => total + (one.currency === each ? one.annual : 0), 0),
            )
        }
        assert.ok(isPeopleIdentity(report.people))
        assert.deepEqual(
          [report.people.start, report.people.end],
          [report.days[0]?.start, report.days.at(-1)?.end],
        )
      }
    }),
  ))
