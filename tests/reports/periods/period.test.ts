import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, calendarOf } from '../../../src/platform/calendar.ts'
import {
  type Look,
  type Period,
  PRESETS,
  parsePeriod,
  pastMonths,
  presetPeriod,
  snapToMonths,
} from '../../../src/reports/periods/period.ts'
import { ZONES } from '../../given/instants.ts'

const NOW = new Date('2026-11-22T23:30:00Z')

const lookFrom = (zone: string, now = NOW, since: string | null = '2024-05-03'): Look => {
  const calendar = calendarOf(zone)
  return { calendar, today: calendar.dayAt(now), since }
}
const parse = (from: string, to: string, look: Look, preset = '') => parsePeriod({ preset, from, to }, look)
const daysOf = ({ from, to }: Period): [string, string] => [from, to]

describe('a period of whole days in the newsroom’s time zone (F#31)', () => {
  const cases: [string, string, string, string, [string, string] | string][] = [
    ['today is the newsroom’s day', '', '', 'Pacific/Kiritimati', ['2025-11-24', '2026-11-23']],
    ['in another zone it is the day before', '', '', 'Pacific/Honolulu', ['2025-11-23', '2026-11-22']],
    ['one day', '2026-02-28', '2026-02-28', 'UTC', ['2026-02-28', '2026-02-28']],
    ['the future is left out', '2026-11-20', '2099-01-01', 'UTC', ['2026-11-20', '2026-11-22']],
    ['a last day alone', '', '2026-02-28', 'UTC', ['2025-03-01', '2026-02-28']],
    ['a day that does not exist', '2026-02-29', '2026-03-01', 'UTC', 'no-such-day'],
    ['backwards', '2026-03-01', '2026-02-01', 'UTC', 'backwards'],
    ['only the future', '2026-12-01', '2026-12-31', 'UTC', 'future'],
    ['too long', '2010-01-01', '2026-01-01', 'UTC', 'too-long'],
    ['years before any database', '0000-01-01', '0000-01-05', 'UTC', 'no-such-day'],
    ['years far ahead', '9999-12-01', '9999-12-31', 'UTC', 'no-such-day'],
    ['words', 'soon', '', 'UTC', 'no-such-day'],
    ['a day that the zone skipped', '2011-12-30', '2011-12-30', 'Pacific/Apia', 'no-such-day'],
  ]
  for (const [name, from, to, zone, expected] of cases) {
    test(name, () => {
      const parsed = parse(from, to, lookFrom(zone))
      assert.deepEqual(parsed.ok ? daysOf(parsed.period) : parsed.because, expected)
    })
  }

  test('days start at midnight when the clocks change', () => {
    const parsed = parse('2026-03-28', '2026-03-29', lookFrom('Europe/Riga'))
    assert.ok(parsed.ok)
    const { days } = parsed.period
    assert.deepEqual(
      days.map(({ name }) => name),
      ['2026-03-28', '2026-03-29'],
    )
    assert.equal(days[0]?.startsAt.toISOString(), '2026-03-27T22:00:00.000Z')
    assert.equal(days[1]?.endsAt.toISOString(), '2026-03-29T21:00:00.000Z')
  })

  test('a year before 29 February is 28 February', () => {
    const parsed = parse('', '2028-02-29', lookFrom('UTC', new Date('2028-03-05')))
    assert.equal(parsed.ok && parsed.period.from, '2027-03-01')
  })

  test('typed days win over a preset, and are marked as own', () => {
    const parsed = parse('2026-01-01', '2026-01-02', lookFrom('UTC'), 'last-month')
    assert.deepEqual(parsed.ok && [parsed.choice, parsed.period.from], ['own', '2026-01-01'])
  })

  test('an unknown preset is a problem, not the default', () => {
    assert.deepEqual(parse('', '', lookFrom('UTC'), 'next-month'), { ok: false, because: 'unknown-period' })
  })
})

describe('presets', () => {
  const cases: [string, string, string | null, [string, string]][] = [
    ['this-month', '2026-11-22', null, ['2026-11-01', '2026-11-22']],
    ['this-month', '2026-11-01', null, ['2026-11-01', '2026-11-01']],
    ['last-month', '2026-03-31', null, ['2026-02-01', '2026-02-28']],
    ['last-month', '2028-03-31', null, ['2028-02-01', '2028-02-29']],
    ['last-month', '2026-01-01', null, ['2025-12-01', '2025-12-31']],
    ['90-days', '2026-11-22', null, ['2026-08-25', '2026-11-22']],
    ['12-months', '2028-02-29', null, ['2027-03-01', '2028-02-29']],
    ['all', '2026-11-22', '2011-05-03', ['2011-05-03', '2026-11-22']],
    ['all', '2026-11-22', null, ['2026-11-22', '2026-11-22']],
  ]
  for (const [preset, today, since, expected] of cases) {
    test(`${preset} on ${today}, with figures since ${since}`, () => {
      const look = { today, since, calendar: calendarOf('UTC') }
      const parsed = parsePeriod({ preset, from: '', to: '' }, look)
      assert.ok(parsed.ok)
      assert.deepEqual([parsed.choice, ...daysOf(parsed.period)], [preset, ...expected])
    })
  }

  test('in every zone a preset lists each of its days once, without a gap, and ends by today', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(...PRESETS),
        fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (zone, preset, now) => {
          const look = lookFrom(zone, now, addDays(lookFrom(zone, now).today, -400))
          const { from, to, days } = presetPeriod(preset, look)
          assert.ok(from <= to && to <= look.today)
          assert.equal(days.at(-1)?.name, to)
          for (const [index, day] of days.slice(1).entries())
            assert.equal(day.startsAt.getTime(), days[index]?.endsAt.getTime(), day.name)
        },
      ),
      { numRuns: 60 },
    ))
})

describe('whole months, for the role report', () => {
  for (const [name, given, expected] of [
    ['single days become their months', ['2026-02-11', '2026-03-02'], ['2026-02-01', '2026-03-31']],
    ['the current month ends today', ['2026-11-20', '2026-11-21'], ['2026-11-01', '2026-11-22']],
  ] as const) {
    test(name, () => {
      const { from, to } = snapToMonths({ from: given[0], to: given[1] }, lookFrom('UTC'))
      assert.deepEqual([from, to], expected)
    })
  }
})

test('past whole months leave out months that a period has in part, and the current one', () => {
  const calendar = calendarOf('Europe/Riga')
  const span = { from: '2026-08-02', to: '2026-11-30' }
  const days = calendar.days(span.from, span.to)
  const months = pastMonths({ ...span, days }, calendar, new Date('2026-11-22T12:00:00Z'))
  assert.deepEqual(
    months.map(({ name }) => name),
    ['2026-09', '2026-10'],
  )
})
