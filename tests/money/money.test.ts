import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Currency, exponentOf } from '../../src/money/currency.ts'
import { formatMoney, formatPlainAmount, money, parseAmount } from '../../src/money/money.ts'

describe('parsing an amount', () => {
  const cases: [string, Currency, number | string][] = [
    ['5', 'USD', 500],
    ['5.5', 'USD', 550],
    ['5,50', 'EUR', 550],
    [' 0.01 ', 'USD', 1],
    ['500', 'JPY', 500],
    ['5.0', 'JPY', 'too-precise'],
    ['2.005', 'KWD', 2005],
    ['5.005', 'USD', 'too-precise'],
    ['1,000', 'USD', 'not-a-number'],
    ['1 000', 'USD', 'not-a-number'],
    ['', 'USD', 'not-a-number'],
    ['.5', 'USD', 'not-a-number'],
    ['5.', 'USD', 'not-a-number'],
    ['+5', 'USD', 'not-a-number'],
    ['5e2', 'USD', 'not-a-number'],
    ['٥', 'USD', 'not-a-number'],
    ['0x10', 'USD', 'not-a-number'],
    ['9999999999', 'USD', 'not-a-number'],
  ]
  for (const [typed, currency, expected] of cases) {
    test(`${JSON.stringify(typed)} in ${currency}`, () => {
      const parsed = parseAmount(typed, currency)
      assert.equal(parsed.ok ? parsed.minor : parsed.because, expected)
    })
  }
})

test('a plainly formatted amount is parsed back exactly', () => {
  const currency = fc.constantFrom<Currency>('USD', 'JPY', 'KWD', 'EUR')
  fc.assert(
    fc.property(currency, fc.integer({ min: 0, max: 99_999_999 }), (code, minor) => {
      const parsed = parseAmount(formatPlainAmount(money(minor, code)), code)
      assert.deepEqual(parsed, { ok: true, minor })
    }),
  )
})

test('amounts are formatted with Stripe’s exponents for the locale', () => {
  assert.equal(formatMoney(money(500, 'USD'), 'en-GB'), '$5')
  assert.equal(formatMoney(money(550, 'USD'), 'en-GB'), '$5.50')
  assert.equal(formatMoney(money(500, 'JPY'), 'en-GB'), '¥500')
  assert.equal(formatMoney(money(550, 'EUR'), 'ru-RU'), '5,50\u00a0€')
  assert.equal(formatMoney(money(41_667, 'USD'), 'en-GB', true), '$416.67')
  // Intl would show forints without decimals, but Stripe counts them with two.
  assert.match(formatMoney(money(20_050, 'HUF'), 'en-GB'), /^Ft\s?200\.50$/)
  assert.equal(exponentOf('ISK'), 2)
})

test('money is a whole number of minor units', () => assert.throws(() => money(1.5, 'USD'), RangeError))
