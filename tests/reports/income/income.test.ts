import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  incomeByCurrency,
  keptByCadence,
  keptOf,
  settledByCurrency,
} from '../../../src/reports/income/income.ts'
import type { LedgerSum } from '../../../src/reports/income/ledger-sums-store.ts'

const sum = (kind: LedgerSum['kind'], amount: number, more: Partial<LedgerSum> = {}): LedgerSum => ({
  day: '2026-11-02',
  currency: 'EUR',
  cadence: 'monthly',
  kind,
  settledCurrency: 'USD',
  entries: 1,
  amount,
  settledAmount: Math.round(amount * 1.12),
  fee: 0,
  net: Math.round(amount * 1.12),
  ...more,
})

/** Three payments of €5, one of which failed later, one refund, one dispute that was won. */
const ROWS: LedgerSum[] = [
  sum('payment', 1_500, { entries: 3, settledAmount: 1_680, fee: 141, net: 1_539 }),
  sum('payment-failed', -500, { settledAmount: -560, fee: 0, net: -560 }),
  sum('refund', -200, { cadence: 'once', settledAmount: -224, net: -224 }),
  sum('dispute', -500, { settledAmount: -560, fee: 1_500, net: -2_060 }),
  sum('dispute-reinstated', 500, { settledAmount: 560, fee: 0, net: 560 }),
]

test('gross 10.00 of 2 payments, refunds 2.00, disputes 0; 8.00 stays before fees', () => {
  const euros = incomeByCurrency(ROWS).get('EUR')
  assert.deepEqual(euros, { gross: 1_000, refunds: 200, disputes: 0, payments: 2 })
  assert.equal(euros && keptOf(euros), 800)
})

test('what reaches the bank is in the payout currency, and equals settled less fees', () => {
  const dollars = settledByCurrency(ROWS).get('USD')
  assert.deepEqual(dollars, { settledGross: 896, fees: 1_641, net: -745 })
  assert.equal(dollars && dollars.settledGross - dollars.fees, dollars?.net)
})

test('by cadence it adds up to the same', () => {
  const parts = keptByCadence(ROWS, 'EUR')
  assert.deepEqual(
    [...parts],
    [
      ['monthly', 1_000],
      ['once', -200],
    ],
  )
})
