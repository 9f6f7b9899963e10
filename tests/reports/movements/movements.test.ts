import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moneyIdentity } from '../../../src/reports/movements/money-identity.ts'
import {
  largestParts,
  monthTotals,
  mrrRates,
  type SpanIdentity,
  spanIdentities,
} from '../../../src/reports/movements/movements.ts'
import { movementsTable } from '../../../src/reports/movements/movements-csv.ts'
import type { MoneySum } from '../../../src/reports/rollups/movement-figures-store.ts'

const sum = (
  day: string | null,
  kind: MoneySum['kind'],
  annualChange: number,
  cause: MoneySum['cause'] = '',
): MoneySum => ({ day, currency: 'USD', kind, cause, movements: 1, annualChange })

/**
 * $100 a month before. October: +$20 new, +$10 raised, −$5 lowered, −$8 card failed. November: +$4 came back,
 * −$2 canceled, −$3 paused, −$1 changed to another currency.
 */
const ROWS: MoneySum[] = [
  sum(null, 'new', 120_000),
  sum('2026-10-01', 'new', 24_000),
  sum('2026-10-31', 'expansion', 12_000),
  sum('2026-10-31', 'contraction', -6_000),
  sum('2026-10-31', 'churn', -9_600, 'card-failure'),
  sum('2026-11-02', 'reactivation', 4_800),
  sum('2026-11-02', 'churn', -2_400, 'chosen'),
  sum('2026-11-03', 'pause', -3_600),
  sum('2026-11-04', 'transfer-out', -1_200),
  { ...sum('2026-11-04', 'transfer-in', 1_100), currency: 'EUR' },
]

const monthly = ({ name, start, end }: SpanIdentity) => [name, start / 12, end / 12]

test('months: 100 + 20 + 10 − 5 − 8 = 117, then 117 + 4 − 2 − 3 − 1 = 115', () => {
  const months = spanIdentities(ROWS, 'USD', {
    names: ['2026-10', '2026-11'],
    nameOf: (day) => day.slice(0, 7),
  })
  assert.deepEqual(months.map(monthly), [
    ['2026-10', 10_000, 11_700],
    ['2026-11', 11_700, 11_500],
  ])
  assert.equal(months.at(-1)?.end, moneyIdentity(ROWS, 'USD').end)
  assert.deepEqual(
    months.map((month) => monthTotals(month)),
    [
      { new: 24_000, otherGains: 12_000, churn: 9_600, otherLosses: 6_000 },
      { new: 0, otherGains: 4_800, churn: 2_400, otherLosses: 4_800 },
    ],
  )
})

test('days: a day without a movement ends as it began', () => {
  const days = spanIdentities(ROWS, 'USD', {
    names: ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'],
    nameOf: (day) => day,
  })
  // October is not among the days, so it counts only where the database puts it before the period.
  assert.deepEqual(days.map(monthly), [
    ['2026-11-01', 10_000, 10_000],
    ['2026-11-02', 10_000, 10_200],
    ['2026-11-03', 10_200, 9_900],
    ['2026-11-04', 9_900, 9_800],
  ])
})

test('gross churn (10 + 5) ÷ 100 = 15 %, net (10 + 5 − 10 − 4) ÷ 100 = 1 %, involuntary 8 ÷ 10 = 80 %', () => {
  assert.deepEqual(mrrRates(moneyIdentity(ROWS, 'USD'), false), {
    gross: { is: 'rate', rate: 0.15 },
    net: { is: 'rate', rate: 0.01 },
    involuntary: { is: 'rate', rate: 0.8 },
  })
})

test('a rate without a base is none, or cannot be computed before the record; never 0 %', () => {
  const fresh = moneyIdentity([sum('2026-10-01', 'new', 24_000)], 'USD')
  assert.deepEqual(mrrRates(fresh, false), {
    gross: { is: 'none' },
    net: { is: 'none' },
    involuntary: { is: 'none' },
  })
  assert.deepEqual(mrrRates(fresh, true).gross, { is: 'cannot-be-computed', because: 'before-record' })
})

test('the largest gain and loss: +$20 new, −$8 failed cards', () => {
  assert.deepEqual(largestParts(moneyIdentity(ROWS, 'USD')), { gain: 'new', loss: 'churn-card-failure' })
  assert.deepEqual(largestParts(moneyIdentity([], 'USD')), { gain: null, loss: null })
})

test('the CSV has every part, losses negative, $50 a year as 4.17', () => {
  const spans = spanIdentities([sum('2026-11-02', 'new', 5_000), ...ROWS], 'USD', {
    names: ['2026-11'],
    nameOf: (day) => day.slice(0, 7),
  })
  const { columns, rows } = movementsTable(spans, {
    title: '',
    query: { period: { from: '2026-11-01', to: '2026-11-30', days: [] }, currency: 'USD' },
    timeZone: 'UTC',
    currency: 'USD',
    span: 'month',
  })
  const [row] = [...(rows as Iterable<readonly unknown[]>)]
  const cellOf = (column: string): unknown => row?.[columns.indexOf(column)]
  assert.equal(columns.length, 16)
  assert.equal(cellOf('month'), '2026-11')
  assert.deepEqual(cellOf('mrr_at_start_USD'), { minor: 10_000, currency: 'USD' })
  assert.deepEqual(cellOf('new_mrr_USD'), { minor: 417, currency: 'USD' })
  assert.deepEqual(cellOf('churn_chosen_mrr_USD'), { minor: -200, currency: 'USD' })
  assert.deepEqual(cellOf('mrr_USD'), { minor: 10_217, currency: 'USD' })
})
