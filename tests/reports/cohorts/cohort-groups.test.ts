import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headlineAge, mergeSmallCohorts, retainedAfter } from '../../../src/reports/cohorts/cohort-groups.ts'
import { heatRows } from '../../../src/reports/cohorts/cohort-words.ts'
import { cohortsTable } from '../../../src/reports/cohorts/cohorts-csv.ts'
import type { CohortRow } from '../../../src/reports/cohorts/retention.ts'

const row = (cohort: string, people: number, lefts: readonly number[]): CohortRow => ({
  cohort,
  people,
  size: people,
  cells: lefts.map((left) => ({ left, share: left / people })),
})

/** Twenty began in January; four in February and six in March; three in April. */
const ROWS = [
  row('2026-01', 20, [20, 18, 16, 15]),
  row('2026-02', 4, [4, 3, 2]),
  row('2026-03', 6, [6, 5]),
  row('2026-04', 3, [3]),
]

test('small cohorts are merged with the next ones; a rest of fewer than ten is too small', () => {
  const groups = mergeSmallCohorts(ROWS)
  assert.deepEqual(
    groups.map(({ from, to, people, isTooSmall }) => [from, to, people, isTooSmall]),
    [
      ['2026-01', '2026-01', 20, false],
      ['2026-02', '2026-03', 10, false],
      ['2026-04', '2026-04', 3, true],
    ],
  )
  // Eight of ten are left after a month. Only February has a second month, so no cell stands for it.
  assert.deepEqual(groups[1]?.cells, [
    { left: 10, share: 1 },
    { left: 8, share: 0.8 },
  ])
})

test('ten people are enough, nine are not', () => {
  const isTooSmall = (people: number) => mergeSmallCohorts([row('2026-01', people, [1])])[0]?.isTooSmall
  assert.deepEqual([isTooSmall(9), isTooSmall(10)], [true, false])
})

test('the heat map shows nothing of a group that is too small, and names merged months', () => {
  assert.deepEqual(heatRows(mergeSmallCohorts(ROWS), 'en'), [
    { name: '2026-01', values: [1, 0.9, 0.8, 0.75] },
    { name: 'Feb–Mar 2026', values: [1, 0.8] },
    { name: '2026-04', values: ['few'] },
  ])
})

test('merged months are named in Russian, with all of their letters', () => {
  const groups = mergeSmallCohorts([row('2026-08', 4, [4]), row('2026-09', 6, [6])])
  assert.equal(heatRows(groups, 'ru')[0]?.name, 'авг. 2026–сент. 2026')
})

test('the CSV has empty cells for a group that is too small', () => {
  const about = {
    title: '',
    query: { period: { from: '2026-01-01', to: '2026-04-30', days: [] }, currency: null },
    timeZone: 'UTC',
  }
  const rows = [...(cohortsTable(ROWS, { by: 'people' }, about).rows as Iterable<readonly unknown[]>)]
  assert.deepEqual(rows[3], ['2026-01', '2026-01', 3, 20, 15, { rate: 0.75 }])
  assert.deepEqual(rows.at(-1), ['2026-04', '2026-04', 0, null, null, null])
})

test('after one month 18 + 3 + 5 of 30 are left; after three months 15 of 20', () => {
  assert.deepEqual(retainedAfter(ROWS, 1), { age: 1, people: 30, size: 30, left: 26 })
  assert.deepEqual(retainedAfter(ROWS, 3), { age: 3, people: 20, size: 20, left: 15 })
  assert.equal(retainedAfter(ROWS, 6), null)
  assert.equal(headlineAge(ROWS), 3)
  assert.equal(headlineAge([row('2026-03', 9, [9, 9])]), null)
})
