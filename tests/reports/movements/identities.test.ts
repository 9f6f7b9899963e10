import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMoneyIdentity, moneyIdentity } from '../../../src/reports/movements/money-identity.ts'
import { isPeopleIdentity, peopleIdentity } from '../../../src/reports/movements/people-identity.ts'
import type { MoneySum } from '../../../src/reports/rollups/movement-figures-store.ts'

const sum = (day: string | null, kind: MoneySum['kind'], more: Partial<MoneySum> = {}): MoneySum => ({
  day,
  currency: 'USD',
  kind,
  cause: '',
  movements: 1,
  annualChange: 6_000,
  ...more,
})

/** Three gave $5 before. One is new, one paused, one churned after a failed card, one went to euros. */
const ROWS: MoneySum[] = [
  sum(null, 'new', { movements: 3, annualChange: 18_000 }),
  sum('2026-11-02', 'new', { annualChange: 12_000 }),
  sum('2026-11-03', 'expansion', { annualChange: 6_000 }),
  sum('2026-11-04', 'pause', { annualChange: -6_000 }),
  sum('2026-11-05', 'churn', { cause: 'card-failure', annualChange: -6_000 }),
  sum('2026-11-06', 'transfer-out', { annualChange: -6_000 }),
  sum('2026-11-06', 'transfer-in', { currency: 'EUR', annualChange: 5_000 }),
]

test('people: 3 + 1 - 1 - 1 - 1 = 1 in dollars, 2 over all currencies', () => {
  const dollars = peopleIdentity(ROWS, 'USD')
  assert.deepEqual(dollars, {
    start: 3,
    new: 1,
    reactivated: 0,
    resumed: 0,
    transferredIn: 0,
    paused: 1,
    lost: 1,
    transferredOut: 1,
    end: 1,
  })
  const all = peopleIdentity(ROWS, null)
  assert.deepEqual([all.end, all.transferredIn, all.transferredOut], [2, 0, 0])
  for (const each of [dollars, all, peopleIdentity(ROWS, 'EUR')]) assert.ok(isPeopleIdentity(each))
})

test('money: 180 + 120 + 60 - 60 - 60 - 60 = 180 dollars a year', () => {
  const dollars = moneyIdentity(ROWS, 'USD')
  assert.deepEqual([dollars.start, dollars.end], [18_000, 18_000])
  assert.deepEqual(
    [...dollars.parts].filter(([, amount]) => amount !== 0),
    [
      ['new', 12_000],
      ['expansion', 6_000],
      ['pause', -6_000],
      ['churn-card-failure', -6_000],
      ['transfer-out', -6_000],
    ],
  )
  assert.ok(isMoneyIdentity(dollars))
  assert.ok(isMoneyIdentity(moneyIdentity(ROWS, 'EUR')))
})
