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

const own = (more: Partial<AccountContribution> = {}): AccountContribution => ({
  ...{ id: 'sub_1', customerId: 'cus_1', status: 'active', currency: 'USD', amount: 500 },
  ...{ interval: 'month', intervalCount: 1, periodEnd: day(30), startedAt: day(0) },
  ...{ cancelAt: null, endedAt: null, isPaused: false, resumesAt: null, isCanceling: false },
  ...{
    isChanging: false,
    refusedAt: null,
    anchoredAt: null,
    wasCharged: true,
    isCharging: false,
    isFailing: false,
    failingInvoiceId: null,
    nextAttemptAt: null,
  },
  ...more,
})

const MONTHLY: ChangeablePlan = {
  offer: {
    ...{ currency: 'USD', minimum: 200, maximum: 100_000 },
    presets: { once: [500], monthly: [500], yearly: [5_000] },
  },
  cadence: 'monthly',
  amount: 500,
}

describe('what a giver may change', () => {
  test('the state that is told is the one that matters most', () => {
    assert.equal(stateOf(own()), 'running')
    assert.equal(stateOf(own({ isCharging: true })), 'charging')
    assert.equal(stateOf(own({ isFailing: true, isCharging: true })), 'failing')
    assert.equal(stateOf(own({ isFailing: true, isPaused: true })), 'paused')
    assert.equal(stateOf(own({ isPaused: true, cancelAt: day(30) })), 'ends')
    assert.equal(stateOf(own({ cancelAt: day(30), isCanceling: true })), 'ending')
    assert.equal(stateOf(own({ isCanceling: true, endedAt: day(3) })), 'over')
  })

  test('only what is charged monthly, and is paid, can be paused', () => {
    assert.equal(isPausable(own(), day(1)), true)
    assert.equal(isPausable(own(), day(30)), false)
    assert.equal(isPausable(own({ interval: 'year' }), day(1)), false)
    assert.equal(isPausable(own({ intervalCount: 3 }), day(1)), false)
    assert.equal(isPausable(own({ isFailing: true }), day(1)), false)
    assert.equal(isPausable(own({ isCharging: true }), day(1)), false)
  })

  test('an amount is read as when giving, and a year may be twelve times a month', () => {
    const told = (amount: string, frequency = 'monthly') =>
      parseChange({ amount, frequency }, MONTHLY, 'running')
    assert.deepEqual(told('5,50'), { ok: true, plan: { amount: 550, interval: 'month' } })
    assert.deepEqual(told('50', 'yearly'), { ok: true, plan: { amount: 5_000, interval: 'year' } })
    assert.deepEqual(told('1'), { ok: false, mistakes: { amount: 'too-small' } })
    assert.deepEqual(told('1001'), { ok: false, mistakes: { amount: 'too-large' } })
    assert.equal(told('1001', 'yearly').ok, true)
    assert.deepEqual(told('5', 'once'), { ok: false, mistakes: { frequency: true } })
  })

  test('how often is changed only while nothing is owed or paused', () => {
    for (const state of ['failing', 'paused'] as const) {
      assert.equal(parseChange({ amount: '5', frequency: 'yearly' }, MONTHLY, state).ok, false)
      assert.equal(parseChange({ amount: '5', frequency: 'monthly' }, MONTHLY, state).ok, true)
    }
  })
})
