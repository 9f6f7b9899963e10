import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { COOKIE_DAYS } from '../../../src/readers/reader-cookie.ts'
import { endOf, isOnLaterDay } from '../../../src/snooze/lengths/dates.ts'
import type { SnoozeChoice } from '../../../src/snooze/lengths/length.ts'
import { entryLifetimeMs } from '../../../src/snooze/suppression.ts'

const DAY_MS = 86_400_000

type Case = [name: string, choice: SnoozeChoice, now: string, zone: string, expected: string]

describe('the end of a snooze', () => {
  const cases: Case[] = [
    ['31 January and a month', '1m', '2027-01-31T10:00:00Z', 'UTC', '2027-02-28T10:00:00.000Z'],
    ['in a leap year too', '1m', '2028-01-30T10:00:00Z', 'UTC', '2028-02-29T10:00:00.000Z'],
    ['three months from 30 November', '3m', '2026-11-30T10:00:00Z', 'UTC', '2027-02-28T10:00:00.000Z'],
    ['six months from 31 August', '6m', '2026-08-31T10:00:00Z', 'UTC', '2027-02-28T10:00:00.000Z'],
    ['twelve months from 29 February', '12m', '2028-02-29T10:00:00Z', 'UTC', '2029-02-28T10:00:00.000Z'],
    ['a year from 29 February', 'given', '2028-02-29T10:00:00Z', 'UTC', '2029-02-28T10:00:00.000Z'],
    ['the day is the newsroom’s', '1m', '2027-01-31T23:30:00Z', 'Europe/Riga', '2027-02-28T23:30:00.000Z'],
    ['ten hours behind UTC', '1m', '2027-02-01T09:30:00Z', 'Pacific/Honolulu', '2027-03-01T09:30:00.000Z'],
    ['fourteen ahead', '1m', '2027-01-30T11:00:00Z', 'Pacific/Kiritimati', '2027-02-27T11:00:00.000Z'],
    ['winter begins in it', '7d', '2026-10-20T10:00:00Z', 'Europe/Riga', '2026-10-27T11:00:00.000Z'],
    ['summer begins in it', '14d', '2027-03-20T10:00:00Z', 'Europe/Riga', '2027-04-03T09:00:00.000Z'],
    ['it ends in an hour left out', '1m', '2027-02-28T01:30:00Z', 'Europe/Riga', '2027-03-28T01:30:00.000Z'],
    [
      'it ends in an hour shown twice',
      '1m',
      '2026-09-25T00:30:00Z',
      'Europe/Riga',
      '2026-10-25T00:30:00.000Z',
    ],
    ['a week', '7d', '2026-12-29T10:00:00Z', 'UTC', '2027-01-05T10:00:00.000Z'],
    ['400 days of 24 hours', 'never', '2026-10-01T09:30:00Z', 'Europe/Riga', '2027-11-05T09:30:00.000Z'],
  ]
  for (const [name, choice, now, zone, expected] of cases) {
    test(name, () => assert.equal(endOf(choice, new Date(now), zone).toISOString(), expected))
  }
})

test('the longest length and its reminder fit into the life of an entry, and “never” ends with the cookie', () => {
  for (let day = 0; day < 1500; day += 1) {
    const now = new Date(Date.UTC(2026, 0, 1) + day * DAY_MS)
    const longest = endOf('12m', now, 'Europe/Riga')
    assert.ok(entryLifetimeMs(longest, now) >= longest.getTime() + 30 * DAY_MS - now.getTime())
    const never = endOf('never', now, 'Europe/Riga').getTime() - now.getTime()
    assert.equal(never, COOKIE_DAYS * DAY_MS)
    assert.equal(entryLifetimeMs(new Date(now.getTime() + never), now), never)
  }
})

test('a later day is one of the newsroom’s', () => {
  const [one, other] = [new Date('2026-11-22T22:30:00Z'), new Date('2026-11-22T21:30:00Z')]
  assert.equal(isOnLaterDay(one, other, 'UTC'), false)
  assert.equal(isOnLaterDay(one, other, 'Europe/Riga'), true)
  assert.equal(isOnLaterDay(other, one, 'Europe/Riga'), false)
})
