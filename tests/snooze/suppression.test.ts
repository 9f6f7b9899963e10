import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SnoozeLength } from '../../src/snooze/lengths/length.ts'
import {
  caughtUp,
  entryLifetimeMs,
  type SuppressionEntry,
  suppressionOf,
} from '../../src/snooze/suppression.ts'

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
  seen: null,
}

const shown = (remindedOn: Date | null, lastChoice: SnoozeLength | null, snoozesInRow: number) => ({
  isSuppressed: false,
  remindedOn,
  lastChoice,
  snoozesInRow,
  seen: null,
})

describe('the meaning of an entry', () => {
  const cases: [string, Partial<SuppressionEntry>, unknown][] = [
    ['nothing known', {}, shown(null, null, 0)],
    [
      'snoozed',
      { snoozedUntil: days(1), choice: '7d', times: 1 },
      { isSuppressed: true, because: 'snoozed', until: days(1), choice: '7d' },
    ],
    ['the day has come', { snoozedUntil: NOW, choice: '7d', times: 1 }, shown(NOW, '7d', 1)],
    ['ended 29 days ago', { snoozedUntil: days(-29), choice: '2m', times: 3 }, shown(days(-29), '2m', 3)],
    ['ended 30 days ago', { snoozedUntil: days(-30), choice: '2m', times: 3 }, shown(null, null, 3)],
    ['of a date that only the cookie knew', { snoozedUntil: days(-1), times: 1 }, shown(days(-1), null, 1)],
    ['after a sign-out nobody asked for a reminder', { snoozedUntil: days(-1) }, shown(null, null, 0)],
    ['a claim that has ended', { snoozedUntil: days(-1), choice: 'given' }, shown(null, null, 0)],
    ['“never” that has ended', { snoozedUntil: days(-1), choice: 'never', times: 2 }, shown(null, null, 2)],
    [
      '“never”',
      { snoozedUntil: days(300), choice: 'never', times: 1 },
      { isSuppressed: true, because: 'snoozed', until: days(300), choice: 'never' },
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
    ['support that has ended', { status: 'supports', statusUntil: days(-1) }, shown(null, null, 0)],
  ]
  for (const [name, entry, expected] of cases) {
    test(name, () => assert.deepEqual(suppressionOf({ ...EMPTY, ...entry }, NOW), expected))
  }
})

describe('what the cookie has and the store lost', () => {
  const stored = { ...EMPTY, serial: 4, snoozedUntil: days(7), choice: '7d' as const, times: 2 }
  const cases: [string, SuppressionEntry | null, number, Date | null, Partial<SuppressionEntry>][] = [
    ['the same choice', stored, 4, days(7), stored],
    ['an older cookie', stored, 3, days(90), stored],
    ['a later date', stored, 5, days(90), { serial: 5, snoozedUntil: days(90), choice: null, times: 2 }],
    ['an undone snooze', stored, 5, null, { serial: 5, snoozedUntil: null, choice: null, times: 2 }],
    ['all of it', null, 5, days(90), { serial: 5, snoozedUntil: days(90), choice: null, times: 1 }],
    ['“never”', null, 5, days(400), { serial: 5, snoozedUntil: days(400), choice: 'never', times: 1 }],
    ['a year', null, 5, days(367), { serial: 5, snoozedUntil: days(367), choice: null, times: 1 }],
    ['nothing', null, 0, null, { serial: 0, snoozedUntil: null, choice: null, times: 0 }],
  ]
  for (const [name, entry, serial, suppressedUntil, expected] of cases)
    test(name, () =>
      assert.deepEqual(caughtUp(entry, { serial, suppressedUntil }, NOW), { ...EMPTY, ...expected }),
    )
})

test('an entry lives 30 days past its longest date, at most 400', () => {
  const inDays = (longest: Date | null) => entryLifetimeMs(longest, NOW) / 86_400_000
  assert.equal(inDays(days(7)), 37)
  assert.equal(inDays(null), 30)
  assert.equal(inDays(days(-10)), 30)
  assert.equal(inDays(days(390)), 400)
})
