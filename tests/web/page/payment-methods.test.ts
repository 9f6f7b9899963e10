import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paymentMethods } from '../../../src/web/page/payment-methods.ts'

const mistakesOf = (value: unknown): string[] =>
  paymentMethods.safeParse(value).error?.issues.map(({ message }) => message) ?? []

test('without a setting only cards and bank debits are offered', () => {
  assert.deepEqual(paymentMethods.parse(undefined), { allowed: ['card', 'sepa_debit', 'bacs_debit'] })
  assert.deepEqual(paymentMethods.parse({}), { allowed: ['card', 'sepa_debit', 'bacs_debit'] })
})

test('a newsroom names what it allows, or what it excludes', () => {
  assert.deepEqual(paymentMethods.parse({ allowed: ['card', 'ideal'] }), { allowed: ['card', 'ideal'] })
  assert.deepEqual(paymentMethods.parse({ excluded: ['klarna'] }), { excluded: ['klarna'] })
})

test('both at once, an empty list, Link and unknown methods are mistakes', () => {
  assert.match(mistakesOf({ allowed: ['card'], excluded: ['klarna'] })[0] ?? '', /not both/)
  assert.match(mistakesOf({ allowed: ['card', 'link'] })[0] ?? '', /link is never offered/)
  assert.match(mistakesOf({ excluded: ['link'] })[0] ?? '', /link is never offered/)
  assert.match(mistakesOf({ excluded: ['cheque'] })[0] ?? '', /cheque is not a payment method/)
  assert.equal(mistakesOf({ allowed: [] }).length, 1)
  assert.equal(mistakesOf({ allow: ['card'] }).length, 1)
})
