import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { csvChunks } from '../../../src/reports/export/csv-table.ts'
import { chargeRatesOf, shareOfCharges } from '../../../src/reports/income/charge-rates.ts'
import { chargeRatesTable } from '../../../src/reports/income/charge-rates-csv.ts'
import {
  incomeByCurrency,
  keptByCadence,
  keptOf,
  settledByCurrency,
  spansOf,
} from '../../../src/reports/income/income.ts'
import { incomeTable } from '../../../src/reports/income/income-csv.ts'
import type { LedgerSum } from '../../../src/reports/income/ledger-sums-store.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'

const sum = (kind: LedgerSum['kind'], amount: number, more: Partial<LedgerSum> = {}): LedgerSum => ({
  span: '2026-11',
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
  assert.deepEqual(dollars, { gross: 1_120, refunds: 224, disputes: 0, fees: 1_641, net: -745 })
  assert.equal(dollars && keptOf(dollars) - dollars.fees, dollars?.net)
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

/** Forty charges in October, of which one failed later. Three refunds, one sent back; two disputes, one won. */
const CHARGED: LedgerSum[] = [
  sum('payment', 20_000, { span: '2026-10', entries: 40 }),
  sum('payment-failed', -500, { span: '2026-10' }),
  sum('refund', -1_500, { span: '2026-10', entries: 3 }),
  sum('refund-failed', 500, { span: '2026-10' }),
  sum('dispute', -1_000, { span: '2026-10', entries: 2 }),
  sum('dispute-reinstated', 500, { span: '2026-10' }),
  sum('refund', -500, { span: '2026-11', currency: 'USD' }),
]

test('of 39 charges 2 were refunded (5.1 %) and 2 disputed; without charges there is no rate', () => {
  const october = chargeRatesOf(CHARGED.filter(({ span }) => span === '2026-10'))
  assert.deepEqual(october, { charges: 39, refunds: 2, disputes: 2 })
  assert.deepEqual(shareOfCharges(october, 'refunds'), { is: 'rate', rate: 2 / 39 })
  assert.deepEqual(shareOfCharges(chargeRatesOf([]), 'disputes'), { is: 'none' })
  const about = {
    title: '',
    query: { period: { from: '', to: '', days: [] }, currency: null },
    timeZone: 'UTC',
  }
  assert.deepEqual(chargeRatesTable(CHARGED, about).rows, [
    ['2026-10', 'EUR', 39, 2, { rate: 2 / 39 }, 2, { rate: 2 / 39 }],
    ['2026-11', 'USD', 0, 1, null, 0, null],
  ])
})

test('months before the first entry are not known; the month of it is', () => {
  const period = periodOf('2026-09-15', '2026-11-29', calendarOf('Europe/Berlin'))
  assert.deepEqual(spansOf({ period, since: '2026-10-31' }), [
    { name: '2026-09', isKnown: false },
    { name: '2026-10', isKnown: true },
    { name: '2026-11', isKnown: true },
  ])
  assert.deepEqual(
    spansOf({ period, since: null }).map(({ isKnown }) => isKnown),
    [false, false, false],
  )
})

test('the table has every month: empty before the record, zero without an entry, with a decimal comma', async () => {
  const period = periodOf('2026-09-01', '2026-11-29', calendarOf('Europe/Berlin'))
  const table = incomeTable(ROWS, {
    by: 'month',
    spans: ['2026-09', '2026-10', '2026-11'],
    since: '2026-10',
    about: { title: 'Income', query: { period, currency: null }, timeZone: 'Europe/Berlin' },
  })
  const format = {
    hasHeader: false,
    separator: 'semicolon',
    decimal: 'comma',
    hasByteOrderMark: false,
  } as const
  let text = ''
  for await (const chunk of csvChunks(table, { format, language: 'en' })) text += chunk
  assert.deepEqual(text.trim().split('\n'), [
    'month;payments_EUR;gross_EUR;refunds_EUR;disputes_EUR;kept_monthly_EUR;kept_yearly_EUR;kept_once_EUR;kept_other_EUR;fees_USD;settled_net_USD',
    '2026-09;;;;;;;;;;',
    '2026-10;0;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00',
    '2026-11;2;10,00;2,00;0,00;10,00;0,00;-2,00;0,00;16,41;-7,45',
  ])
})
