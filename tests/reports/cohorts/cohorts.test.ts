import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CohortChange } from '../../../src/reports/cohorts/cohort-store.ts'
import { buildCohorts, lastEndedMonth, parseCadence } from '../../../src/reports/cohorts/cohorts.ts'

const change = (cohort: string, month: string, more: Partial<CohortChange> = {}): CohortChange => ({
  cohort,
  month,
  currency: 'USD',
  people: 0,
  peopleInCurrency: 0,
  annualChange: 0,
  ...more,
})

/** Two began in January with $5 a month each. In February one of them changed to €6. */
const FOUND = {
  changes: [
    change('2026-01', '2026-01', { people: 2, peopleInCurrency: 2, annualChange: 12_000 }),
    change('2026-01', '2026-02', { peopleInCurrency: -1, annualChange: -6_000 }),
    change('2026-01', '2026-02', { currency: 'EUR', peopleInCurrency: 1, annualChange: 7_200 }),
    change('2026-03', '2026-03', { people: 1, peopleInCurrency: 1, annualChange: 6_000 }),
  ],
  sizes: [
    { cohort: '2026-01', currency: 'USD', people: 2 },
    { cohort: '2026-03', currency: 'USD', people: 1 },
  ] as const,
}

test('a change of currency loses no people, and half of the dollars', () => {
  const { people, money } = buildCohorts(
    FOUND,
    { from: '2026-01-15', to: '2026-02-28' },
    { currency: 'USD', lastMonth: '2026-03' },
  )
  assert.deepEqual(
    people.map(({ cohort, cells }) => [cohort, cells.map(({ share }) => share)]),
    [['2026-01', [1, 1, 1]]],
  )
  assert.deepEqual(
    money.map(({ people: began, size, cells }) => [began, size, cells.map(({ share }) => share)]),
    [[2, 12_000, [1, 0.5, 0.5]]],
  )
})

test('the period chooses the cohorts, by their first month', () => {
  const shown = (from: string, to: string) =>
    buildCohorts(FOUND, { from, to }, { currency: 'USD', lastMonth: '2026-03' }).people.map(
      ({ cohort }) => cohort,
    )
  assert.deepEqual(shown('2026-01-31', '2026-03-01'), ['2026-01', '2026-03'])
  assert.deepEqual(shown('2026-02-01', '2026-03-31'), ['2026-03'])
})

test('the last month that has ended is the one before the current one, even on its last day', () => {
  assert.deepEqual(['2026-11-30', '2026-12-01', '2026-01-01'].map(lastEndedMonth), [
    '2026-10',
    '2026-11',
    '2025-12',
  ])
})

test('an unknown cadence is refused, an absent one means all', () => {
  assert.deepEqual(parseCadence('yearly'), { ok: true, cadence: 'yearly' })
  assert.deepEqual(parseCadence(''), { ok: true, cadence: null })
  assert.deepEqual(parseCadence('weekly'), { ok: false, because: 'unknown-cadence' })
})
