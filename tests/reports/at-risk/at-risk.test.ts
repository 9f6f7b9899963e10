import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PastDueSum } from '../../../src/billing/staff-inbox/attention-store.ts'
import { atRiskSentence } from '../../../src/reports/at-risk/at-risk-words.ts'
import type { AttemptSum, FailureSum } from '../../../src/reports/at-risk/failure-sums-store.ts'
import { pastDueOf } from '../../../src/reports/at-risk/past-due.ts'
import { recoveryOf } from '../../../src/reports/at-risk/recovery.ts'

const sum = (days: number, more: Partial<PastDueSum> = {}): PastDueSum => ({
  currency: 'USD',
  days,
  reason: 'funds',
  subscriptions: 1,
  annualAmount: 6_000,
  ...more,
})

const PAST_DUE = [
  sum(0),
  sum(3, { subscriptions: 2, annualAmount: 12_000 }),
  sum(4, { reason: 'expired' }),
  sum(30, { currency: 'EUR', annualAmount: 12_000 }),
  sum(31, { currency: 'EUR', reason: 'expired', annualAmount: 24_000 }),
]

const failure = (outcome: FailureSum['outcome'], more: Partial<FailureSum> = {}): FailureSum => ({
  currency: 'USD',
  cadence: 'monthly',
  reason: 'funds',
  outcome,
  invoices: 1,
  amount: 500,
  ...more,
})

/** Ten failed: six were recovered, three by the second attempt, one each by the tenth, our email and staff. */
const FAILURES = [
  failure('retry-10'),
  failure('retry-2', { invoices: 3, amount: 1_500 }),
  failure('open', { reason: 'expired', amount: 5_000 }),
  failure('staff'),
  failure('email'),
  failure('lost', { invoices: 2, amount: 1_000 }),
  failure('lost', { currency: 'EUR', amount: 1_000 }),
]

const ATTEMPTS: AttemptSum[] = [
  { currency: 'EUR', invoices: 5, failed: 1 },
  { currency: 'USD', invoices: 49, failed: 9 },
]

test('six contributions are past due: three for up to 3 days, one each for 4, 30 and 31 days', () => {
  const { all, byAge, byReason } = pastDueOf(PAST_DUE, null)
  assert.deepEqual(all, {
    contributions: 6,
    annual: new Map([
      ['USD', 24_000],
      ['EUR', 36_000],
    ]),
  })
  assert.deepEqual(
    [...byAge].map(([age, part]) => [age, part.contributions, Object.fromEntries(part.annual)]),
    [
      ['0-3', 3, { USD: 18_000 }],
      ['4-7', 1, { USD: 6_000 }],
      ['8-14', 0, {}],
      ['15-30', 1, { EUR: 12_000 }],
      ['31', 1, { EUR: 24_000 }],
    ],
  )
  assert.deepEqual(
    [...byReason].map(([reason, part]) => [reason, part.contributions]),
    [
      ['funds', 4],
      ['expired', 2],
    ],
  )
  assert.equal(pastDueOf(PAST_DUE, 'EUR').all.contributions, 2)
})

test('of ten failed invoices six were recovered: by people first, then by attempt', () => {
  const { failed, recovered, byOutcome, byReason } = recoveryOf(FAILURES, ATTEMPTS, null)
  assert.deepEqual([failed.invoices, recovered.invoices], [10, 6])
  assert.deepEqual(Object.fromEntries(failed.amounts), { USD: 9_000, EUR: 1_000 })
  assert.deepEqual(Object.fromEntries(recovered.amounts), { USD: 3_000 })
  assert.deepEqual(
    [...byOutcome].map(([outcome, { invoices }]) => [outcome, invoices]),
    [
      ['email', 1],
      ['staff', 1],
      ['retry-2', 3],
      ['retry-10', 1],
      ['open', 1],
      ['lost', 3],
    ],
  )
  assert.deepEqual(
    [...byReason].map(([reason, part]) => [reason, part.failed.invoices, part.recovered.invoices]),
    [
      ['funds', 9, 6],
      ['expired', 1, 0],
    ],
  )
})

test('10 of 54 first charges failed, 1 of 5 in euros', () => {
  assert.deepEqual(recoveryOf(FAILURES, ATTEMPTS, null).attempts, { invoices: 54, failed: 10 })
  assert.deepEqual(recoveryOf(FAILURES, ATTEMPTS, 'EUR').attempts, { invoices: 5, failed: 1 })
  assert.deepEqual(recoveryOf(FAILURES, [], null).attempts, { invoices: 0, failed: 0 })
})

test('the sentence says what is past due and what was recovered, and is no zero when nothing is', () => {
  const pastDue = pastDueOf(PAST_DUE, null)
  const recovery = recoveryOf(FAILURES, ATTEMPTS, null)
  assert.equal(
    atRiskSentence(pastDue, recovery, 'en'),
    '6 contributions are past due today, with €30.00 and $20.00 a month at risk. 6 of 10 failed invoices were recovered.',
  )
  assert.equal(
    atRiskSentence(pastDueOf([], null), recoveryOf([], [], null), 'en'),
    'Nothing is past due today. No renewal failed in this period.',
  )
  assert.match(
    atRiskSentence(pastDue, recovery, 'ru'),
    /просрочено 6 взносов: под угрозой 30,00.€ и 20,00.\$/,
  )
})
