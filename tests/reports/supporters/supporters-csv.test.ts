import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '../../../src/money/money.ts'
import type { AmountSum, ScheduleSum } from '../../../src/reports/supporters/current-figures-store.ts'
import {
  amountsTable,
  groupsTable,
  reasonsTable,
  upcomingTable,
} from '../../../src/reports/supporters/supporters-csv.ts'

const TODAY = '2026-11-29'
const about = (currency: 'USD' | null) => ({
  title: 'Supporters',
  query: { period: { from: '2026-11-01', to: TODAY, days: [] }, currency },
  timeZone: 'UTC',
})

const AMOUNTS: AmountSum[] = [
  { currency: 'EUR', cadence: 'monthly', annualAmount: 6_000, people: 4 },
  { currency: 'USD', cadence: 'monthly', annualAmount: 12_000, people: 2 },
  { currency: 'USD', cadence: 'yearly', annualAmount: 5_000, people: 3 },
]

test('amounts: $50 a year are $4.17 a month; they are of today, whichever period is chosen', () => {
  const table = amountsTable(AMOUNTS, TODAY, about('USD'))
  assert.deepEqual(table.rows, [
    ['USD', 'monthly', money(12_000, 'USD'), money(1_000, 'USD'), 2],
    ['USD', 'yearly', money(5_000, 'USD'), money(417, 'USD'), 3],
  ])
  assert.deepEqual([table.about.query.period.from, table.about.query.period.to], [TODAY, TODAY])
})

test('six give monthly and three yearly; five in dollars and four in euros', () => {
  assert.deepEqual(groupsTable(AMOUNTS, { by: 'cadence', today: TODAY }, about(null)).rows, [
    ['monthly', 6],
    ['yearly', 3],
  ])
  assert.deepEqual(groupsTable(AMOUNTS, { by: 'currency', today: TODAY }, about(null)).rows, [
    ['USD', 5],
    ['EUR', 4],
  ])
})

test('the outlook ends after 30 days, and has renewals and cancellations of a day in one row', () => {
  const planned = (day: string, kind: ScheduleSum['kind'], more: Partial<ScheduleSum> = {}): ScheduleSum => ({
    day,
    kind,
    currency: 'USD',
    subscriptions: 2,
    amount: 1_000,
    ...more,
  })
  const rows = [
    planned('2026-11-30', 'cancellation', { subscriptions: 1, amount: 500 }),
    planned('2026-11-30', 'renewal'),
    planned('2026-12-29', 'renewal', { currency: 'EUR' }),
    planned('2026-12-30', 'renewal'),
  ]
  assert.deepEqual(upcomingTable(rows, TODAY, about(null)).rows, [
    ['2026-11-30', 'USD', 2, money(1_000, 'USD'), 1, money(500, 'USD')],
    ['2026-12-29', 'EUR', 2, money(1_000, 'EUR'), 0, money(0, 'EUR')],
  ])
})

test('reasons of fewer than ten people have empty cells', () =>
  assert.deepEqual(
    reasonsTable(
      [
        [
          { reason: 'money', cancellations: 12 },
          { reason: 'safety', cancellations: 9 },
        ],
      ],
      about(null),
    ).rows,
    [
      ['money', 10],
      ['reading', null],
      ['elsewhere', null],
      ['safety', null],
      ['none', null],
    ],
  ))
