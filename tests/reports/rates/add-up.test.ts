import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Currency } from '../../../src/money/currency.ts'
import { addUp, majorRate } from '../../../src/reports/rates/add-up.ts'
import type { SettledRate } from '../../../src/reports/rates/settled-rate-store.ts'

const rate = (
  currency: Currency,
  settledCurrency: Currency,
  [amount, settledAmount, exchangeRate]: [number, number, number],
  day = '2026-11-20',
): SettledRate => ({ currency, settledCurrency, day, amount, settledAmount, exchangeRate })

/** €10 were settled as $11.20, £10 as €11.50, ¥1,000 as $6.70. */
const EUR_USD = rate('EUR', 'USD', [1_000, 1_120, 1.12])
const GBP_EUR = rate('GBP', 'EUR', [1_000, 1_150, 1.15])
const YEN_RATES = [rate('JPY', 'USD', [1_000, 670, 0.0067]), rate('JPY', 'USD', [1_000, 670, 0.67])]

const amounts = (given: Partial<Record<Currency, number>>) =>
  new Map(Object.entries(given) as [Currency, number][])
const minorOf = (...parameters: Parameters<typeof addUp>): number | null => {
  const added = addUp(...parameters)
  return added.is === 'total' ? Math.round(added.minor) : null
}

describe('currencies', () => {
  test('are added up at the rate at which Stripe settled them: $20 and €10 are $31.20', () => {
    const added = addUp(amounts({ USD: 2_000, EUR: 1_000 }), 'USD', [EUR_USD])
    assert.ok(added.is === 'total')
    assert.equal(Math.round(added.minor), 3_120)
    assert.deepEqual(
      added.rates.map((each) => [each.currency, majorRate(each, 'USD'), each.day]),
      [['EUR', 1.12, '2026-11-20']],
    )
  })

  test('are turned round: $11.20 are €10', () =>
    assert.equal(minorOf(amounts({ USD: 1_120 }), 'EUR', [EUR_USD]), 1_000))

  test('meet in the currency that Stripe settles both in: £10 are €11.50, $1.12 are €1, so £10 are $12.88', () => {
    const dollars = rate('USD', 'EUR', [1_120, 1_000, 1 / 1.12], '2026-11-18')
    const added = addUp(amounts({ GBP: 1_000 }), 'USD', [GBP_EUR, dollars])
    assert.ok(added.is === 'total')
    assert.equal(Math.round(added.minor), 1_288)
    assert.deepEqual(
      added.rates.map(({ day }) => day),
      ['2026-11-18'],
      'the older of both days',
    )
  })

  for (const yen of YEN_RATES)
    test(`without cents are right, be the rate one of yen or of minor units: ${yen.exchangeRate}`, () => {
      const added = addUp(amounts({ JPY: 1_000 }), 'USD', [yen])
      assert.ok(added.is === 'total')
      assert.equal(Math.round(added.minor), 670)
      assert.ok(Math.abs(majorRate(added.rates[0] ?? assert.fail(), 'USD') - 0.0067) < 1e-12)
    })

  test('take the latest of several rates', () => {
    const later = rate('EUR', 'USD', [1_000, 1_300, 1.3], '2026-11-21')
    const other = rate('USD', 'EUR', [1_000, 500, 0.5], '2026-11-19')
    assert.equal(minorOf(amounts({ EUR: 1_000 }), 'USD', [other, later]), 1_300)
    assert.equal(minorOf(amounts({ EUR: 1_000 }), 'USD', [later, other]), 1_300)
  })

  test('without a rate are not added up, and are named', () => {
    assert.deepEqual(addUp(amounts({ USD: 2_000, EUR: 1_000, GBP: 1_000, JPY: 5 }), 'USD', [EUR_USD]), {
      is: 'no-rate',
      missing: ['GBP', 'JPY'],
    })
    assert.equal(minorOf(amounts({ USD: 2_000, GBP: 0 }), 'USD', []), 2_000, 'nothing needs no rate')
  })
})
