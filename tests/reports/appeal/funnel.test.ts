import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { funnelTable } from '../../../src/reports/appeal/appeal-csv.ts'
import type { FunnelSum, PaymentSum } from '../../../src/reports/appeal/appeal-sums-store.ts'
import {
  exactFunnel,
  FUNNEL_METRICS,
  funnelFigure,
  funnelMoney,
  funnelsBy,
  roundedFunnel,
} from '../../../src/reports/appeal/funnel.ts'
import { campaignNumbers, groupName } from '../../../src/reports/appeal/group-names.ts'
import { csvChunks } from '../../../src/reports/export/csv-table.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'

const steps = (more: Partial<FunnelSum> = {}): FunnelSum => ({
  span: '2026-10',
  key: 'letter',
  eligible: 2_100,
  shown: 2_000,
  seen: 900,
  give: 40,
  dismissed: 3,
  checkouts: 25,
  snoozes: 31,
  ...more,
})

const paid = (payments: number, amount: number, more: Partial<PaymentSum> = {}): PaymentSum => ({
  span: '2026-10',
  key: 'letter',
  currency: 'USD',
  payments,
  amount,
  annualAmount: 12 * amount,
  ...more,
})

const NONE = { steps: [], payments: [] }
const CURRENT = '2026-11'

describe('a funnel', () => {
  test('adds up exactly', () => {
    const funnel = exactFunnel({
      steps: [steps(), steps({ key: '7', shown: 500, snoozes: 2 })],
      payments: [paid(4, 2_000), paid(1, 700, { currency: 'EUR', annualAmount: 700 })],
    })
    const figures = Object.fromEntries(FUNNEL_METRICS.map((metric) => [metric, funnelFigure(funnel, metric)]))
    assert.deepEqual(figures, {
      'paid-per-thousand': { is: 'decimal', number: 2 },
      'appeals-eligible': { is: 'count', count: 4_200 },
      'appeals-shown': { is: 'count', count: 2_500 },
      'appeals-seen': { is: 'count', count: 1_800 },
      'appeals-seen-share': { is: 'rate', rate: 0.72 },
      'appeal-gives': { is: 'count', count: 80 },
      snoozes: { is: 'count', count: 33 },
      'appeals-dismissed': { is: 'count', count: 6 },
      'appeal-checkouts': { is: 'count', count: 50 },
      'appeal-payments': { is: 'count', count: 5 },
    })
    assert.deepEqual(funnelMoney(funnel, 'appeal-money', 'USD'), {
      is: 'money',
      minor: 2_000,
      currency: 'USD',
    })
    assert.deepEqual(funnelMoney(funnel, 'money-per-thousand', 'USD'), {
      is: 'money',
      minor: 800,
      currency: 'USD',
    })
    assert.deepEqual(funnelMoney(funnel, 'annual-per-thousand', 'EUR'), {
      is: 'money',
      minor: 280,
      currency: 'EUR',
    })
    assert.deepEqual(funnelMoney(funnel, 'appeal-money', 'GBP'), { is: 'money', minor: 0, currency: 'GBP' })
  })

  test('without an appeal has no share, and zeros', () => {
    const funnel = exactFunnel(NONE)
    assert.deepEqual(funnelFigure(funnel, 'appeals-shown'), { is: 'count', count: 0 })
    assert.deepEqual(funnelFigure(funnel, 'appeal-payments'), { is: 'count', count: 0 })
    assert.deepEqual(funnelFigure(funnel, 'paid-per-thousand'), { is: 'none' })
    assert.deepEqual(funnelFigure(funnel, 'appeals-seen-share'), { is: 'none' })
    assert.deepEqual(funnelMoney(funnel, 'money-per-thousand', 'USD'), { is: 'none' })
  })

  test('rounded: people of each month down to ten, page views exactly, money of past months', () => {
    const add = roundedFunnel(CURRENT)
    const funnel = add({
      steps: [steps({ snoozes: 31, checkouts: 9 }), steps({ span: CURRENT, snoozes: 19, checkouts: 12 })],
      payments: [
        paid(7, 3_500),
        paid(6, 3_600, { key: '7' }),
        paid(12, 9_000, { span: CURRENT }),
        paid(3, 9_900, { currency: 'EUR' }),
      ],
    })
    assert.deepEqual(
      [funnel.shown, funnel.give, funnel.snoozes, funnel.checkouts, funnel.paid],
      [4_000, 80, 40, 10, 20],
    )
    // 13 people gave 71 dollars in October: what ten give on average is 54.6, so the step is 50.
    assert.deepEqual([...funnel.money.keys()], ['USD'])
    assert.equal(funnel.money.get('USD')?.amount, 5_000)
    assert.deepEqual(funnelMoney(funnel, 'appeal-money', 'EUR'), { is: 'too-few' })
    assert.deepEqual(funnelMoney(funnel, 'money-per-thousand', 'EUR'), { is: 'too-few' })
    const few = add({ steps: [steps()], payments: [paid(9, 100)] })
    for (const metric of ['appeal-payments', 'paid-per-thousand'] as const)
      assert.deepEqual(funnelFigure(few, metric), { is: 'too-few' })
    assert.deepEqual(funnelFigure(add(NONE), 'appeal-payments'), { is: 'too-few' }, 'none looks like nine')
  })

  test('rounded: one more payment changes nothing, or a full ten, and money only of its month when that is over', () => {
    const some = fc.array(
      fc
        .record({
          span: fc.constantFrom('2026-09', '2026-10', CURRENT),
          payments: fc.integer({ min: 1, max: 12 }),
          currency: fc.constantFrom<PaymentSum['currency'][]>('USD', 'EUR'),
          amount: fc.integer({ min: 1, max: 90_000 }),
        })
        .map(({ payments, amount, ...more }) => paid(payments, amount, more)),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 90_000 }), (payments, amount) => {
        const add = roundedFunnel(CURRENT)
        const before = add({ steps: [steps()], payments })
        const after = add({ steps: [steps()], payments: [...payments, paid(1, amount, { span: CURRENT })] })
        assert.ok([0, 10].includes((after.paid ?? 0) - (before.paid ?? 0)))
        assert.deepEqual(after.money, before.money)
      }),
    )
  })

  test('is split by any key, the most shown first', () => {
    const rows = {
      steps: [steps(), steps({ key: '7', shown: 9_000 })],
      payments: [paid(4, 1), paid(2, 1, { key: '9' })],
    }
    const groups = funnelsBy(rows, ({ key }) => key, exactFunnel)
    assert.deepEqual(
      [...groups].map(([key, { shown, paid: payments }]) => [key, shown, payments]),
      [
        ['7', 9_000, 0],
        ['letter', 2_000, 4],
        ['9', 0, 2],
      ],
    )
  })
})

describe('the names of groups', () => {
  const newsroom = { sections: [{ slug: 'courts', name: { en: 'Courts', ru: 'Суд', ar: 'المحاكم' } }] }
  const campaigns = new Map([
    [7, 'Winter'],
    [8, 'Winter'],
    [9, 'Spring'],
  ])
  const cases = [
    ['campaign', 'letter', 'Letter file'],
    ['campaign', '9', 'Spring'],
    ['campaign', '7', 'Winter (7)'],
    ['campaign', '12', 'Campaign 12'],
    ['form', 'bar', 'Bar at the bottom'],
    ['form', 'cloud', 'cloud'],
    ['section', 'courts', 'Courts'],
    ['section', 'gone', 'gone'],
  ] as const
  for (const [by, key, name] of cases)
    test(`${by} ${key} is ${name}`, () => {
      assert.equal(groupName(by, key, { language: 'en', newsroom, campaigns }), name)
    })

  test('only numbers are looked up', () => {
    assert.deepEqual(campaignNumbers(['letter', '7', '0', '12x', '9999999999']), [7])
  })
})

test('the CSV has a row for each group; an empty cell is a figure without a number', async () => {
  const calendar = calendarOf('UTC')
  const period = periodOf('2026-10-01', '2026-10-31', calendar)
  const funnel = roundedFunnel(CURRENT)({ steps: [steps()], payments: [paid(40, 20_000)] })
  const table = funnelTable([['=Winter', funnel]], {
    of: 'campaign',
    currencies: ['EUR', 'USD'],
    title: 'Appeal',
    query: { period, currency: null },
    timeZone: 'UTC',
  })
  const format = { hasHeader: false, separator: 'comma', decimal: 'point', hasByteOrderMark: false } as const
  let text = ''
  for await (const chunk of csvChunks(table, { format, language: 'en' })) text += chunk
  assert.deepEqual(text.trim().split('\n'), [
    [
      'campaign,paid_per_thousand,appeals_eligible,appeals_shown,appeals_seen,appeals_seen_share,appeal_gives,snoozes',
      'appeals_dismissed,appeal_checkouts,appeal_payments,appeal_money_EUR,money_per_thousand_EUR,annual_per_thousand_EUR',
      'appeal_money_USD,money_per_thousand_USD,annual_per_thousand_USD',
    ].join(','),
    "'=Winter,20.000,2100,2000,900,0.450000,40,30,3,20,40,,,,200.00,100.00,1000.00",
  ])
})
