import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { endOf } from '../../src/snooze/snooze.ts'
import { entryLifetimeMs, type SuppressionEntry, suppressionOf } from '../../src/snooze/suppression.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
const EMPTY: SuppressionEntry = {
  serial: 1,
  snoozedUntil: null,
  choice: null,
  times: 0,
  status: null,
  statusUntil: null,
  version: 0,
}

describe('the meaning of an entry', () => {
  const cases: [string, Partial<SuppressionEntry>, unknown][] = [
    ['nothing known', {}, { isSuppressed: false, isReminderDue: false }],
    [
      'snoozed',
      { snoozedUntil: days(1), choice: '7d' },
      { isSuppressed: true, because: 'snoozed', until: days(1), choice: '7d' },
    ],
    ['the day has come', { snoozedUntil: NOW, choice: '7d' }, { isSuppressed: false, isReminderDue: true }],
    ['ended 29 days ago', { snoozedUntil: days(-29) }, { isSuppressed: false, isReminderDue: true }],
    ['ended 30 days ago', { snoozedUntil: days(-30) }, { isSuppressed: false, isReminderDue: false }],
    [
      'a claim that has ended',
      { snoozedUntil: days(-1), choice: 'given' },
      { isSuppressed: false, isReminderDue: false },
    ],
    [
      'supports before snoozed',
      { snoozedUntil: days(5), status: 'supports', statusUntil: days(1) },
      { isSuppressed: true, because: 'supports' },
    ],
    ['gave', { status: 'gave', statusUntil: days(300) }, { isSuppressed: true, because: 'gave' }],
    [
      'canceled',
      { status: 'canceled', statusUntil: days(90), snoozedUntil: days(-1) },
      { isSuppressed: true, because: 'canceled' },
    ],
    [
      'a snooze before a cancellation',
      { snoozedUntil: days(5), choice: '7d', status: 'canceled', statusUntil: days(90) },
      { isSuppressed: true, because: 'snoozed', until: days(5), choice: '7d' },
    ],
    [
      'support that has ended',
      { status: 'supports', statusUntil: days(-1) },
      { isSuppressed: false, isReminderDue: false },
    ],
  ]
  for (const [name, entry, expected] of cases) {
    test(name, () => assert.deepEqual(suppressionOf({ ...EMPTY, ...entry }, NOW), expected))
  }
})

describe('the end of a snooze', () => {
  const cases: [string, '7d' | '1m' | '3m' | 'given', string, string, string][] = [
    [
      'a month from 31 January is the last day of February',
      '1m',
      '2027-01-31T10:00:00Z',
      'UTC',
      '2027-02-28T10:00:00.000Z',
    ],
    ['in a leap year too', '1m', '2028-01-30T10:00:00Z', 'UTC', '2028-02-29T10:00:00.000Z'],
    ['three months from 30 November', '3m', '2026-11-30T10:00:00Z', 'UTC', '2027-02-28T10:00:00.000Z'],
    ['a year from the 29th of February', 'given', '2028-02-29T10:00:00Z', 'UTC', '2029-02-28T10:00:00.000Z'],
    [
      'the day is in the newsroom’s time zone',
      '1m',
      '2027-01-31T23:30:00Z',
      'Europe/Riga',
      '2027-02-28T23:30:00.000Z',
    ],
    [
      'the time of day stays when the clocks change',
      '7d',
      '2026-10-20T10:00:00Z',
      'Europe/Riga',
      '2026-10-27T11:00:00.000Z',
    ],
    ['a week', '7d', '2026-12-29T10:00:00Z', 'UTC', '2027-01-05T10:00:00.000Z'],
  ]
  for (const [name, choice, now, zone, expected] of cases) {
    test(name, () => assert.equal(endOf(choice, new Date(now), zone).toISOString(), expected))
  }
})

test('an entry lives 30 days past its longest date, at most 400', () => {
  const inDays = (longest: Date | null) => entryLifetimeMs(longest, NOW) / 86_400_000
  assert.equal(inDays(days(7)), 37)
  assert.equal(inDays(null), 30)
  assert.equal(inDays(days(-10)), 30)
  assert.equal(inDays(days(390)), 400)
})
