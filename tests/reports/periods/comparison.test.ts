import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, calendarOf, monthOf } from '../../../src/platform/calendar.ts'
import { type Compare, comparisonOf, monthsComparisonOf } from '../../../src/reports/periods/comparison.ts'
import { type Look, lastDayOfMonth, snapToMonths } from '../../../src/reports/periods/period.ts'

const TODAY = '2026-11-12'
const LOOK: Look = { today: TODAY, since: '1990-01-01', calendar: calendarOf('Europe/Riga') }

const compareDays = (from: string, to: string, compare: Compare, look = LOOK): [string, string] | string => {
  const comparison = comparisonOf({ choice: 'own', period: { from, to }, compare }, look)
  if (comparison.is === 'none') return comparison.because
  return [comparison.period.from, comparison.period.to]
}

describe('the period before', () => {
  const cases: [string, string, string, [string, string]][] = [
    ['this month to the 12th: last month to the 12th', '2026-11-01', TODAY, ['2026-10-01', '2026-10-12']],
    ['a month to date has the same days of another year', '2026-09-01', TODAY, ['2026-06-01', '2026-08-12']],
    [
      'a whole month: the month before, longer or shorter',
      '2026-03-01',
      '2026-03-31',
      ['2026-02-01', '2026-02-28'],
    ],
    ['whole months: as many before', '2026-01-01', '2026-03-31', ['2025-10-01', '2025-12-31']],
    ['a whole leap February', '2024-03-01', '2024-03-31', ['2024-02-01', '2024-02-29']],
    ['the twelve months to today: the twelve before', '2025-11-13', TODAY, ['2024-11-13', '2025-11-12']],
    ['twelve months with a leap day', '2023-11-13', '2024-11-12', ['2022-11-13', '2023-11-12']],
    ['own days: as many before', '2026-10-05', '2026-10-14', ['2026-09-25', '2026-10-04']],
    ['the first days of a past month are own days', '2026-10-01', '2026-10-12', ['2026-09-19', '2026-09-30']],
    ['one day: the day before', '2026-03-01', '2026-03-01', ['2026-02-28', '2026-02-28']],
  ]
  for (const [name, from, to, expected] of cases)
    test(name, () => assert.deepEqual(compareDays(from, to, 'before'), expected))

  test('a month to the 31st is compared with a whole shorter month', () => {
    const look = { ...LOOK, today: '2026-03-30' }
    assert.deepEqual(compareDays('2026-03-01', '2026-03-30', 'before', look), ['2026-02-01', '2026-02-28'])
  })
})

describe('a year before', () => {
  const cases: [string, string, string, [string, string]][] = [
    ['the same days', '2026-10-05', '2026-10-14', ['2025-10-05', '2025-10-14']],
    ['29 February becomes 28 February', '2024-02-20', '2024-02-29', ['2023-02-20', '2023-02-28']],
    [
      'whole months stay whole: February of a leap year',
      '2025-02-01',
      '2025-02-28',
      ['2024-02-01', '2024-02-29'],
    ],
  ]
  for (const [name, from, to, expected] of cases)
    test(name, () => assert.deepEqual(compareDays(from, to, 'year'), expected))
})

describe('no comparison', () => {
  test('none is wanted', () => assert.equal(compareDays('2026-10-05', TODAY, 'none'), 'not-wanted'))
  test('the record begins later', () => {
    const look = { ...LOOK, since: '2026-10-01' }
    assert.equal(compareDays('2026-10-01', '2026-10-31', 'before', look), 'before-record')
    assert.deepEqual(compareDays('2026-11-01', TODAY, 'before', look), ['2026-10-01', '2026-10-12'])
    assert.equal(compareDays('2026-11-01', TODAY, 'before', { ...LOOK, since: null }), 'before-record')
  })
  test('the whole record has nothing before it', () => {
    const period = { from: '1990-01-01', to: TODAY }
    for (const compare of ['before', 'year'] as const)
      assert.deepEqual(comparisonOf({ choice: 'all', period, compare }, LOOK), {
        is: 'none',
        because: 'whole-record',
      })
  })
  test('a month that is not over is not compared with whole months, on its last day neither', () => {
    for (const today of [TODAY, '2026-11-30']) {
      const look = { ...LOOK, today }
      const period = snapToMonths({ from: '2026-11-01', to: today }, look)
      assert.deepEqual(monthsComparisonOf({ choice: 'own', period, compare: 'before' }, look), {
        is: 'none',
        because: 'month-not-over',
      })
    }
  })
})

const anyDay = fc.integer({ min: 0, max: 9_000 }).map((days) => addDays('2001-06-01', days))
const lengthOf = ([from, to]: readonly [string, string]): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
const isWhole = ([from, to]: readonly [string, string]): boolean =>
  from.endsWith('-01') && to === lastDayOfMonth(monthOf(to))

describe('any period', () => {
  const anyPeriod = fc
    .tuple(anyDay, fc.nat(800))
    .map(([from, length]) => [from, addDays(from, length)] as const)

  test('a past one follows the period before without a gap, whole months after whole months', () =>
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const before = compareDays(...period, 'before', { ...LOOK, today: '2099-12-31' })
        assert.ok(typeof before !== 'string')
        assert.equal(addDays(before[1], 1), period[0])
        if (isWhole(period)) assert.ok(isWhole(before))
        else assert.ok(Math.abs(lengthOf(before) - lengthOf(period)) <= 1)
      }),
    ))

  test('one to date is compared with no more days than it has, and none twice', () =>
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const before = compareDays(...period, 'before', { ...LOOK, today: period[1] })
        assert.ok(typeof before !== 'string')
        assert.ok(before[0] <= before[1] && before[1] < period[0])
        if (period[0].endsWith('-01') && !isWhole(period) && before[1].slice(8) === period[1].slice(8))
          assert.equal(before[0].slice(8), '01')
      }),
    ))

  test('a year before differs by at most one day in length and begins 365 or 366 days earlier', () =>
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const year = compareDays(...period, 'year', { ...LOOK, today: '2099-12-31' })
        assert.ok(typeof year !== 'string')
        assert.ok(Math.abs(lengthOf(year) - lengthOf(period)) <= 1)
        assert.ok([366, 367].includes(lengthOf([year[0], period[0]])))
      }),
    ))
})
