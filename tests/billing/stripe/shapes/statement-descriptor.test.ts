import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cardStatement,
  descriptorToSend,
  paymentDescriptor,
} from '../../../../src/billing/stripe/shapes/statement-descriptor.ts'

test('the name is sent unless the account’s own text is that name', () => {
  const name = 'The Breakwater'
  for (const [account, sent] of [
    [{ text: 'THE BREAKWATER', prefix: 'BRKWTR' }, null],
    [{ text: 'THE BREAKWATER LTD', prefix: null }, name],
    [{ text: null, prefix: null }, name],
    ['unreadable', name],
  ] as const)
    assert.equal(descriptorToSend(account, name), sent, JSON.stringify(account))
})

test('a card statement has the account’s short text, cut to 22 characters with the name', () => {
  for (const [account, name, shown] of [
    [{ text: 'STRIPE', prefix: null }, 'THE BREAKWATER', 'STRIPE* THE BREAKWATER'],
    [{ text: 'A LONG LEGAL NAME', prefix: null }, 'NEWS ONE', 'A LONG LEG* NEWS ONE'],
    [{ text: 'A LONG LEGAL NAME', prefix: null }, 'THE BREAKWATER', 'A LONG* THE BREAKWATER'],
    [{ text: 'A LONG LEGAL NAME', prefix: 'ALN' }, 'THE BREAKWATER', 'ALN* THE BREAKWATER'],
    [{ text: 'A LONG LEGAL NAME', prefix: null }, 'FRIENDS OF BREAKWATERS', 'A * FRIENDS OF BREAKWA'],
  ] as const)
    assert.equal(cardStatement(account, name), shown)
})

test('a one-time payment has the whole text only if it offers no cards', () => {
  const suffix = { statement_descriptor_suffix: 'NAME ONE' }
  const whole = { statement_descriptor: 'NAME ONE' }
  assert.deepEqual(paymentDescriptor({ allowed: ['card', 'sepa_debit'] }, 'NAME ONE'), suffix)
  assert.deepEqual(paymentDescriptor({ allowed: ['sepa_debit'] }, 'NAME ONE'), whole)
  assert.deepEqual(paymentDescriptor({ excluded: ['card'] }, 'NAME ONE'), whole)
  assert.deepEqual(paymentDescriptor({ excluded: ['klarna'] }, 'NAME ONE'), suffix)
  assert.deepEqual(paymentDescriptor({ allowed: ['card'] }, null), {})
})
