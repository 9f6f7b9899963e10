import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AccountContribution } from '../../../src/supporters/account/account-store.ts'
import {
  type ChangeablePlan,
  isPausable,
  parseChange,
  stateOf,
} from '../../../src/supporters/account/allowed-changes.ts'

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count))

const contribution = (more: Partial<AccountContribution> = {}): AccountContribution => ({
  id: 'sub_1',
  customerId: 'cus_1',
  status: 'active',
  currency: 'USD',
  amount: 500,
  interval: 'month',
  intervalCount: 1,
  periodEnd: day(30),
  startedAt: day(0),
  cancelAt: null,
  endedAt: null,
  isPaused: false,
  resumesAt: null,
  isCanceling: false,
  isChanging: false,
  rejectedAt: null,
  anchoredAt: null,
  wasCharged: true,
  isCharging: false,
  isFailing: false,
  failingInvoiceId: null,
  nextAttemptAt: null,
  ...more,
})

const MONTHLY: ChangeablePlan = {
  offer: {
    currency: 'USD',
    minimum: 200,
    maximum: 100_000,
    presets: { once: [500], monthly: [500], yearly: [5_000] },
  },
  cadence: 'monthly',
  amount: 500,
}

describe('what a supporter may change', () => {
  test('the shown state is the most important one', () => {
    assert.equal(stateOf(contribution()), 'active')
    assert.equal(stateOf(contribution({ isCharging: true })), 'charging')
    assert.equal(stateOf(contribution({ isFailing: true, isCharging: true })), 'pastDue')
    assert.equal(stateOf(contribution({ isFailing: true, isPaused: true })), 'paused')
    assert.equal(stateOf(contribution({ isPaused: true, cancelAt: day(30) })), 'cancelScheduled')
    assert.equal(stateOf(contribution({ cancelAt: day(30), isCanceling: true })), 'canceling')
    assert.equal(stateOf(contribution({ isCanceling: true, endedAt: day(3) })), 'ended')
  })

  test('only a monthly contribution that is paid can be paused', () => {
    assert.equal(isPausable(contribution(), day(1)), true)
    assert.equal(isPausable(contribution(), day(30)), false)
    assert.equal(isPausable(contribution({ interval: 'year' }), day(1)), false)
    assert.equal(isPausable(contribution({ intervalCount: 3 }), day(1)), false)
    assert.equal(isPausable(contribution({ isFailing: true }), day(1)), false)
    assert.equal(isPausable(contribution({ isCharging: true }), day(1)), false)
  })

  test('an amount is parsed as on the support page, and a year may be twelve times a month', () => {
    const parse = (amount: string, frequency = 'monthly') =>
      parseChange({ amount, frequency }, MONTHLY, 'active')
    assert.deepEqual(parse('5,50'), { ok: true, plan: { amount: 550, interval: 'month' } })
    assert.deepEqual(parse('50', 'yearly'), { ok: true, plan: { amount: 5_000, interval: 'year' } })
    assert.deepEqual(parse('1'), { ok: false, mistakes: { amount: 'too-small' } })
    assert.deepEqual(parse('1001'), { ok: false, mistakes: { amount: 'too-large' } })
    assert.equal(parse('1001', 'yearly').ok, true)
    assert.deepEqual(parse('5', 'once'), { ok: false, mistakes: { frequency: true } })
  })

  test('the frequency changes only while nothing is past due or paused', () => {
    for (const state of ['pastDue', 'paused'] as const) {
      assert.equal(parseChange({ amount: '5', frequency: 'yearly' }, MONTHLY, state).ok, false)
      assert.equal(parseChange({ amount: '5', frequency: 'monthly' }, MONTHLY, state).ok, true)
    }
  })
})
