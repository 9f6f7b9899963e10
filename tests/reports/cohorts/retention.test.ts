import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CohortChange } from '../../../src/reports/cohorts/cohort-store.ts'
import { retentionOf } from '../../../src/reports/cohorts/retention.ts'

const change = (cohort: string, month: string, people: number, annualChange: number): CohortChange => ({
  cohort,
  month,
  currency: 'USD',
  people,
  peopleInCurrency: people,
  annualChange,
})

/** Ten began in January. One left at once, two in March, and one came back in April. */
const CHANGES = [
  change('2026-01', '2026-01', 9, 54_000),
  change('2026-01', '2026-03', -2, -12_000),
  change('2026-01', '2026-04', 1, 12_000),
  change('2026-03', '2026-03', 4, 24_000),
]
const SIZES = [
  { cohort: '2026-01', currency: 'USD', people: 10 },
  { cohort: '2026-03', currency: 'USD', people: 4 },
] as const

test('people: of ten who began, nine stay in January and February, seven in March, eight in April', () => {
  const rows = retentionOf({ changes: CHANGES, sizes: SIZES }, '2026-04', { by: 'people', currency: null })
  assert.deepEqual(
    rows.map(({ cohort, size, cells }) => [cohort, size, cells.map(({ share }) => share)]),
    [
      ['2026-01', 10, [0.9, 0.9, 0.7, 0.8]],
      ['2026-03', 4, [1, 1]],
    ],
  )
})

test('money: the share is of what the cohort gave at the end of its first month', () => {
  const [first] = retentionOf({ changes: CHANGES, sizes: SIZES }, '2026-04', { by: 'money', currency: 'USD' })
  assert.deepEqual(
    [first?.size, first?.cells.map(({ left }) => left)],
    [54_000, [54_000, 54_000, 42_000, 54_000]],
  )
})

test('a month that has not ended is in no row', () => {
  const rows = retentionOf({ changes: CHANGES, sizes: SIZES }, '2026-02', { by: 'people', currency: null })
  assert.deepEqual(
    rows.map(({ cohort, cells }) => [cohort, cells.length]),
    [['2026-01', 2]],
  )
})
