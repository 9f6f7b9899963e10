import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Currency, exponentOf } from '../../src/money/currency.ts'
import { toAsciiDigits } from '../../src/money/digits.ts'
import { formatMoney, formatPlainAmount, money, parseAmount, roundedMoney } from '../../src/money/money.ts'

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
    ['٥', 'USD', 500],
    ['５００', 'JPY', 500],
    ['５．５０', 'USD', 550],
    ['५,५०', 'EUR', 550],
    ['۵٫۵', 'USD', 550],
    ['١٬٠٠٠', 'USD', 100_000],
    ['١٬٠٠', 'USD', 'not-a-number'],
    ['١٬٠٠٠٠', 'USD', 'not-a-number'],
    ['\u200f\ufeff٥\u200e', 'USD', 500],
    ['𝟝', 'USD', 500],
    ['１，０００', 'USD', 'not-a-number'],
    ['五', 'USD', 'not-a-number'],
    ['²', 'USD', 'not-a-number'],
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

test('the digits of every script have their values', () => {
  const digits = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => /^\p{Nd}$/u.test(character))
  assert.ok(digits.length >= 600)
  const counted = new Map<string, number>()
  for (const digit of digits) {
    const value = toAsciiDigits(digit)
    assert.match(value, /^[0-9]$/)
    // Where Unicode also says the value by compatibility, it is the same.
    if (/^\d$/.test(digit.normalize('NFKC'))) assert.equal(value, digit.normalize('NFKC'))
    counted.set(value, (counted.get(value) ?? 0) + 1)
  }
  assert.equal(new Set(counted.values()).size, 1, 'each value is written as often as the others')
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

test('half a cent is rounded alike for a gain and a loss, and never to a negative zero', () => {
  assert.equal(roundedMoney(152.5, 'USD').minor, 153)
  assert.equal(roundedMoney(-152.5, 'USD').minor, -153)
  assert.ok(Object.is(roundedMoney(-0.4, 'USD').minor, 0))
})

test('money is a whole number of minor units', () => assert.throws(() => money(1.5, 'USD'), RangeError))
