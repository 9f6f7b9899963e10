import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountWords } from '../../../src/supporters/account/contribution-panel.tsx'

test('an unusual interval is named with its count, in each language', () => {
  const said: [string, number, string, string][] = [
    ['month', 1, '$30 a month', '30 $ в месяц'],
    ['year', 1, '$30 a year', '30 $ в год'],
    ['week', 1, '$30 a week', '30 $ в неделю'],
    ['month', 3, '$30 every 3 months', '30 $ раз в 3 месяца'],
    ['month', 6, '$30 every 6 months', '30 $ раз в 6 месяцев'],
    ['year', 2, '$30 every 2 years', '30 $ раз в 2 года'],
    ['day', 21, '$30 every 21 days', '30 $ раз в 21 день'],
  ]
  for (const [interval, intervalCount, en, ru] of said) {
    const priced = { amount: 3_000, currency: 'USD' as const, interval, intervalCount }
    assert.equal(amountWords(priced, 'en'), en)
    assert.equal(amountWords(priced, 'ru').replaceAll('\u00a0', ' '), ru)
  }
  const unknown = { amount: null, currency: 'USD' as const, interval: 'month', intervalCount: 1 }
  assert.equal(amountWords(unknown, 'en'), 'A regular contribution')
})
