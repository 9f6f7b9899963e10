import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { calendarOf } from '../../src/platform/calendar.ts'
import { parsePeriod, snapToMonths } from '../../src/reports/period.ts'

const NOW = new Date('2026-11-22T23:30:00Z')

describe('a period of whole days in the newsroom’s time zone (F#31)', () => {
  const cases: [string, string, string, string, [string, string] | null][] = [
    ['today is the newsroom’s day', '', '', 'Pacific/Kiritimati', ['2025-11-24', '2026-11-23']],
    ['in another zone it is the day before', '', '', 'Pacific/Honolulu', ['2025-11-23', '2026-11-22']],
    ['one day', '2026-02-28', '2026-02-28', 'UTC', ['2026-02-28', '2026-02-28']],
    ['a day that does not exist', '2026-02-29', '2026-03-01', 'UTC', null],
    ['backwards', '2026-03-01', '2026-02-01', 'UTC', null],
    ['too long', '2010-01-01', '2026-01-01', 'UTC', null],
    ['years before any database', '0000-01-01', '0000-01-05', 'UTC', null],
    ['years far ahead', '9999-12-01', '9999-12-31', 'UTC', null],
    ['words', 'soon', '', 'UTC', null],
  ]
  for (const [name, from, to, zone, expected] of cases) {
    test(name, () => {
      const period = parsePeriod({ from, to }, NOW, calendarOf(zone))
      assert.deepEqual(period && [period.from, period.to], expected)
    })
  }

  test('days start at midnight when the clocks change', () => {
    const period = parsePeriod({ from: '2026-03-28', to: '2026-03-29' }, NOW, calendarOf('Europe/Riga'))
    assert.deepEqual(
      period?.days.map(({ name }) => name),
      ['2026-03-28', '2026-03-29'],
    )
    assert.equal(period?.days[0]?.startsAt.toISOString(), '2026-03-27T22:00:00.000Z')
    assert.equal(period?.days[1]?.endsAt.toISOString(), '2026-03-29T21:00:00.000Z')
  })

  test('a year before 29 February is 28 February', () => {
    const period = parsePeriod({ from: '', to: '2028-02-29' }, new Date('2028-03-05'), calendarOf('UTC'))
    assert.equal(period?.from, '2027-03-01')
  })

  test('a day that the zone skipped is no period', () => {
    const skipped = { from: '2011-12-30', to: '2011-12-30' }
    assert.equal(parsePeriod(skipped, NOW, calendarOf('Pacific/Apia')), null)
  })

  for (const [name, given, expected] of [
    ['single days become their months', ['2026-02-11', '2026-03-02'], ['2026-02-01', '2026-03-31']],
    ['the current month ends today', ['2026-11-20', '2026-11-21'], ['2026-11-01', '2026-11-22']],
  ] as const) {
    test(`snapped to whole months, ${name}`, () => {
      const period = parsePeriod({ from: given[0], to: given[1] }, NOW, calendarOf('UTC'))
      assert.ok(period)
      const { from, to } = snapToMonths(period, NOW, calendarOf('UTC'))
      assert.deepEqual([from, to], expected)
    })
  }
})
