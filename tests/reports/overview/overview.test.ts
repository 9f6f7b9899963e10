import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerSum } from '../../../src/reports/income/ledger-sums-store.ts'
import { attentionItems, countCases } from '../../../src/reports/overview/attention.ts'
import { eventText } from '../../../src/reports/overview/events-panel.tsx'
import { buildOverview, overviewDays } from '../../../src/reports/overview/overview.ts'
import { overviewSentence } from '../../../src/reports/overview/overview-page.tsx'
import type { MoneySum } from '../../../src/reports/rollups/movement-figures-store.ts'

const movement = (day: string | null, kind: MoneySum['kind'], more: Partial<MoneySum> = {}): MoneySum => ({
  day,
  currency: 'USD',
  kind,
  cause: '',
  movements: 1,
  annualChange: 6_000,
  ...more,
})

/**
 * Four before the course. In October three new, one of them after the 29th. In November two new, one lost, one paused
 * and one who changed to euros.
 */
const MOVEMENTS = [
  movement(null, 'new', { movements: 4, annualChange: 24_000 }),
  movement('2026-10-05', 'new', { movements: 2, annualChange: 12_000 }),
  movement('2026-10-30', 'new'),
  movement('2026-11-03', 'churn', { cause: 'chosen', annualChange: -6_000 }),
  movement('2026-11-10', 'transfer-out', { annualChange: -6_000 }),
  movement('2026-11-10', 'transfer-in', { currency: 'EUR', annualChange: 5_000 }),
  movement('2026-11-28', 'new', { movements: 2, annualChange: 12_000 }),
  movement('2026-11-29', 'pause', { annualChange: -6_000 }),
]

const paid = (kind: LedgerSum['kind'], amount: number): LedgerSum => ({
  span: '2026-11-28',
  currency: 'USD',
  cadence: 'monthly',
  kind,
  settledCurrency: 'USD',
  entries: 1,
  amount,
  settledAmount: amount,
  fee: 0,
  net: amount,
})

const DAYS = overviewDays('2026-11-29')
const FACTS = {
  movements: MOVEMENTS,
  ledger: [paid('payment', 1_500), paid('refund', -500)],
  since: '2025-03-01',
}

test('a month ago is the same day of the month before, or its last', () => {
  assert.deepEqual(DAYS, {
    today: '2026-11-29',
    yesterday: '2026-11-28',
    monthAgo: '2026-10-29',
    courseFrom: '2025-12-01',
  })
  assert.equal(overviewDays('2026-03-31').monthAgo, '2026-02-28')
  assert.equal(overviewDays('2026-01-01').yesterday, '2025-12-31')
  assert.equal(overviewDays('2026-01-15').monthAgo, '2025-12-15')
})

test('active: 4 + 3 - 1 + 2 - 1 = 7 now, 4 + 2 = 6 a month ago; new: 2 until today, 2 until then', () => {
  const { now, before } = buildOverview(FACTS, DAYS)
  assert.deepEqual([now.active, now.newInMonth], [7, 2])
  assert.deepEqual([before?.active, before?.newInMonth], [6, 2])
  assert.deepEqual(Object.fromEntries(now.mrr), { USD: 3_000, EUR: 5_000 / 12 })
  assert.deepEqual(Object.fromEntries(before?.mrr ?? []), { USD: 3_000 })
})

test('the course has twelve months, the last one until today, and none before the record', () => {
  const { course } = buildOverview(FACTS, DAYS)
  assert.deepEqual(course.map(({ month, active, newInMonth }) => [month, active, newInMonth]).slice(-3), [
    ['2026-09', 4, 0],
    ['2026-10', 7, 3],
    ['2026-11', 7, 2],
  ])
  assert.equal(course.length, 12)
  const young = buildOverview({ ...FACTS, since: '2026-10-30' }, DAYS)
  assert.deepEqual(
    young.course.map(({ month }) => month),
    ['2026-10', '2026-11'],
  )
  assert.equal(young.before, null)
  assert.deepEqual(buildOverview({ movements: [], ledger: [], since: null }, DAYS).course, [])
})

test('since yesterday: two came, one paused, $15 was paid before refunds', () => {
  const { gained, lost, paid: amounts } = buildOverview(FACTS, DAYS).sinceYesterday
  assert.deepEqual([gained, lost, Object.fromEntries(amounts)], [2, 1, { USD: 1_500 }])
})

test('the sentence names the days in words, and says why nothing is compared', () => {
  const overview = buildOverview(FACTS, DAYS)
  const said = { days: DAYS, since: '2025-03-01', language: 'en' } as const
  assert.equal(
    overviewSentence(overview, said),
    '7 people support us today, 29 November 2026: 1 more than a month ago, on 29 October 2026.',
  )
  assert.equal(
    overviewSentence({ ...overview, before: null }, { ...said, since: '2026-11-20' }),
    '7 people support us today, 29 November 2026. The record began on 20 November 2026.',
  )
  assert.match(overviewSentence(overview, { ...said, since: null }), /Nobody gives monthly or yearly yet/)
  assert.match(
    overviewSentence(overview, { ...said, language: 'ru' }),
    /Сегодня, 29 ноября 2026 года, нас поддерживают 7 человек — на 1 больше, чем месяц назад, 29 октября 2026 года/,
  )
})

const NOW = new Date('2026-11-29T12:00:00Z')
const QUIET = {
  parked: 0,
  rejectedCancellations: 0,
  openDisputes: 0,
  undecidedDuplicates: 0,
  pastDue: [],
  disowned: 0,
  bounced: 0,
  state: { eventAt: NOW, listedAt: NOW, reconciledAt: NOW, waitingSince: null },
}

test('each case has a link, the most urgent first; three hours of silence are one case', () => {
  assert.deepEqual(attentionItems(QUIET, NOW), [])
  const items = attentionItems(
    {
      parked: 2,
      rejectedCancellations: 1,
      openDisputes: 1,
      undecidedDuplicates: 3,
      pastDue: [
        { currency: 'USD', days: 2, reason: 'funds', subscriptions: 4, annualAmount: 24_000 },
        { currency: 'EUR', days: 2, reason: 'funds', subscriptions: 1, annualAmount: 6_000 },
      ],
      disowned: 1,
      bounced: 2,
      state: { ...QUIET.state, eventAt: new Date('2026-11-29T09:00:00Z'), listedAt: null },
    },
    NOW,
  )
  assert.deepEqual(
    items.map(({ kind, count, path, section }) => `${kind} ${count} ${path}#${section ?? ''}`),
    [
      'silent 3 /staff/inbox#text',
      'rejected 1 /staff/inbox#rejected',
      'parked 2 /staff/inbox#parked',
      'disputes 1 /staff/inbox#disputes',
      'disowned 1 /staff/inbox#disowned',
      'duplicates 3 /staff/inbox#duplicates',
      'past-due 5 /staff/reports/at-risk#',
      'bounced 2 /staff/inbox#bounced',
    ],
  )
  assert.equal(countCases(items), 16)
})

test('events say kind, amount and cause in words', () => {
  const at = { at: NOW, currency: 'USD' } as const
  const lost = { is: 'movement', kind: 'churn', cause: 'card-failure', cadence: 'monthly' } as const
  assert.equal(eventText({ ...at, amount: 6_000, ...lost }, 'en'), 'Lost: $5.00 a month, payment failed')
  const yearly = { is: 'movement', kind: 'new', cause: null, cadence: 'yearly' } as const
  assert.equal(eventText({ ...at, amount: 5_000, ...yearly }, 'en'), 'New supporter: $50.00 a year')
  assert.equal(eventText({ ...at, amount: 500, is: 'entry', kind: 'refund' }, 'en'), 'Refund: $5.00')
})
