import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DEFAULT_LENGTHS, type SnoozeChoice, type SnoozeLength } from '../../../src/snooze/lengths/length.ts'
import { nextLonger, offeredDates, snoozeOffer } from '../../../src/snooze/lengths/offer.ts'

const AT = new Date('2026-11-22T12:00:00Z')
const timeZone = 'Europe/Riga'
const daysLater = (days: number) => new Date(AT.getTime() + days * 86_400_000)
const dated = (offered: readonly SnoozeLength[], at = AT) =>
  offeredDates({ offered, at, timeZone }).map(
    ({ length, until }) => `${length} ${until.toISOString().slice(0, 10)}`,
  )

describe('the offered dates', () => {
  test('the default: a week, a month, three months', () => {
    assert.deepEqual(dated(DEFAULT_LENGTHS), ['7d 2026-11-29', '1m 2026-12-22', '3m 2027-02-22'])
  })
  test('the nearest stands first, whatever the order of the settings', () => {
    assert.deepEqual(dated(['6m', '14d']), ['14d 2026-12-06', '6m 2027-05-22'])
  })
  test('two lengths that end on one day are one date', () => {
    assert.deepEqual(dated(['30d', '1m']), ['30d 2026-12-22'])
    assert.equal(dated(['30d', '1m'], new Date('2026-12-22T12:00:00Z')).length, 2)
  })
  test('a newsroom that offers none offers the default', () => {
    assert.deepEqual(dated([]), dated(DEFAULT_LENGTHS))
  })
})

describe('the preselected length', () => {
  const cases: [string, SnoozeLength[], SnoozeLength | null, number, SnoozeLength][] = [
    ['a month', ['7d', '1m', '3m'], null, 0, '1m'],
    ['else the next longer one', ['7d', '2m', '6m'], null, 0, '2m'],
    ['else the longest', ['3d', '14d'], null, 0, '14d'],
    ['what the reader chose last', ['7d', '1m', '3m'], '7d', 1, '7d'],
    ['a last choice that is offered no more', ['7d', '1m', '3m'], '14d', 1, '1m'],
    ['one longer than all', ['7d', '1m'], '6m', 1, '1m'],
    ['one of the same day', ['30d', '3m'], '1m', 1, '30d'],
    ['after two snoozes nothing changes', ['7d', '1m', '3m'], '7d', 2, '7d'],
    ['after three it is three months', ['7d', '1m', '3m'], '7d', 3, '3m'],
    ['also without a last choice', ['7d', '1m', '3m'], null, 3, '3m'],
    ['and after more', ['7d', '1m', '3m'], '1m', 9, '3m'],
    ['three months, though more is offered', ['1m', '3m', '12m'], '1m', 3, '3m'],
    ['without three months the longest', ['7d', '1m', '4m', '6m'], '7d', 3, '6m'],
    ['never less than the last choice', ['1m', '3m', '12m'], '12m', 3, '12m'],
  ]
  for (const [name, offered, lastChoice, snoozesInRow, expected] of cases)
    test(name, () => {
      const { chosen } = snoozeOffer({ offered, at: AT, timeZone, before: { lastChoice, snoozesInRow } })
      assert.equal(chosen, expected)
    })
  test('it is always one of the offered', () => {
    const all = ['1d', '7d', '28d', '30d', '31d', '1m', '2m', '3m', '12m'] as const
    for (let bits = 0; bits < 2 ** all.length; bits += 1) {
      const offered = all.filter((_, index) => bits & (2 ** index))
      for (const [lastChoice, snoozesInRow] of [
        [null, 0],
        ['1m', 1],
        ['30d', 3],
      ] as const) {
        const before = { lastChoice, snoozesInRow }
        const { dates, chosen } = snoozeOffer({ offered, at: AT, timeZone, before })
        assert.ok(
          dates.some(({ length }) => length === chosen),
          `${offered} ${chosen}`,
        )
      }
    }
  })
})

describe('the next longer date', () => {
  const month = new Date('2026-12-22T12:00:00Z')
  const cases: [string, SnoozeLength[], Date, SnoozeChoice | null, string | null][] = [
    ['after a week a month', ['7d', '1m', '3m'], daysLater(7), '7d', '1m'],
    ['after a month three', ['7d', '1m', '3m'], month, '1m', '3m'],
    ['after three none', ['7d', '1m', '3m'], new Date('2027-02-22T12:00:00Z'), '3m', null],
    ['a month that began last week is still a month', ['7d', '1m', '3m'], daysLater(23), '1m', '3m'],
    ['of a lost choice the date is known', ['7d', '1m', '3m'], daysLater(23), null, '1m'],
    [
      'an hour later on the same day is not longer',
      ['1m'],
      new Date(month.getTime() - 3_600_000),
      null,
      null,
    ],
    ['a length that is offered no more', ['7d', '1m'], daysLater(20), '20d', '1m'],
    ['none after “never”', ['12m'], daysLater(100), 'never', null],
  ]
  for (const [name, offered, until, choice, expected] of cases)
    test(name, () => {
      const longer = nextLonger({ offered, until, choice, at: AT, timeZone })
      assert.equal(longer?.length ?? null, expected)
    })
})
