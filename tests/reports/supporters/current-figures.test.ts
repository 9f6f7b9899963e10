import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  amountGroups,
  buildUpcoming,
  countFailing,
  peopleBy,
  reasonGroups,
} from '../../../src/reports/supporters/current-figures.ts'
import type { AmountSum, ScheduleSum } from '../../../src/reports/supporters/current-figures-store.ts'

const amount = (annualAmount: number, people: number, more: Partial<AmountSum> = {}): AmountSum => ({
  currency: 'USD',
  cadence: 'monthly',
  annualAmount,
  people,
  ...more,
})

test('the eight most common amounts stand by size, and 2 + 1 people under other amounts', () => {
  const sums = [
    ...[60, 120, 180, 240, 300, 360, 420].map((dollars) => amount(dollars * 100, 10)),
    amount(1_100, 2),
    amount(5_000, 40, { cadence: 'yearly' }),
    amount(99_900, 1),
    amount(6_000, 500, { currency: 'EUR' }),
  ]
  const groups = amountGroups(sums, 'USD')
  assert.deepEqual(
    groups.map((group) => [group.amount?.annual ?? null, group.people]),
    [[5_000, 40], ...[60, 120, 180, 240, 300, 360, 420].map((dollars) => [dollars * 100, 10]), [null, 3]],
  )
  assert.equal(groups[0]?.amount?.cadence, 'yearly')
  const total = (list: readonly { people: number }[]) => list.reduce((all, { people }) => all + people, 0)
  assert.equal(total(groups), total(sums.filter(({ currency }) => currency === 'USD')))
  assert.deepEqual(
    peopleBy(sums, (each) => each.currency),
    [
      ['EUR', 500],
      ['USD', 113],
    ],
  )
  assert.deepEqual(
    peopleBy(sums, (each) => each.cadence),
    [
      ['monthly', 573],
      ['yearly', 40],
    ],
  )
  assert.deepEqual(amountGroups([], 'USD'), [])
})

test('a renewal that failed 21 days ago has lapsed and is no longer failing', () => {
  const sums = [
    { currency: 'USD', days: 0, subscriptions: 3 },
    { currency: 'EUR', days: 20, subscriptions: 2 },
    { currency: 'USD', days: 21, subscriptions: 7 },
  ] as const
  assert.equal(countFailing(sums, { currency: null, retryDays: 21 }), 5)
  assert.equal(countFailing(sums, { currency: 'USD', retryDays: 21 }), 3)
})

test('the next 30 days end on their last day, and later cancellations count as planned', () => {
  const row = (
    day: string,
    kind: ScheduleSum['kind'],
    subscriptions: number,
    more: Partial<ScheduleSum> = {},
  ): ScheduleSum => ({ day, kind, currency: 'USD', subscriptions, amount: 500 * subscriptions, ...more })
  const rows = [
    row('2026-11-29', 'renewal', 2),
    row('2026-12-29', 'renewal', 3),
    row('2026-12-29', 'cancellation', 1, { currency: 'EUR', amount: 1_000 }),
    row('2026-12-30', 'renewal', 50),
    row('2027-06-01', 'cancellation', 4),
  ]
  const upcoming = buildUpcoming(rows, { today: '2026-11-29', currency: null })
  assert.equal(upcoming.until, '2026-12-29')
  assert.deepEqual(upcoming.sums, [
    { currency: 'USD', renewals: 5, due: 2_500, cancellations: 0, lost: 0 },
    { currency: 'EUR', renewals: 0, due: 0, cancellations: 1, lost: 1_000 },
  ])
  assert.equal(upcoming.scheduledCancellations, 5)
  assert.deepEqual(
    [upcoming.renewalDays.length, upcoming.renewalDays[0]?.value, upcoming.renewalDays.at(-1)?.value],
    [31, 2, 3],
  )
  assert.equal(upcoming.cancellationDays.at(-1)?.value, 1)
  assert.equal(buildUpcoming(rows, { today: '2026-11-29', currency: 'EUR' }).scheduledCancellations, 1)
})

test('a reason of fewer than ten has no figure, so that one person’s looks like none', () => {
  const groups = reasonGroups([
    [
      { reason: 'money', cancellations: 19 },
      { reason: 'safety', cancellations: 9 },
      { reason: 'none', cancellations: 31 },
    ],
    [
      { reason: 'money', cancellations: 11 },
      { reason: 'safety', cancellations: 9 },
      { reason: 'none', cancellations: 1 },
    ],
  ])
  assert.deepEqual(
    groups.map(({ reason, value }) => [reason, value]),
    [
      ['money', 20],
      ['reading', 'few'],
      ['elsewhere', 'few'],
      ['safety', 'few'],
      ['none', 30],
    ],
  )
})
