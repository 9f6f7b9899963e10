import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invoiceOfToken, payToken } from '../../../src/supporters/pay/pay-link.ts'
import { newSigningKeys } from '../../given/mainstay.ts'

test('a link leads to its invoice, also with a previous key, and any changed character makes it invalid', () => {
  const [old, fresh] = [newSigningKeys(), newSigningKeys()]
  const token = payToken(old, 'in_1')
  assert.equal(invoiceOfToken(old, token), 'in_1')
  assert.equal(invoiceOfToken([fresh[0], old[0]], token), 'in_1')
  assert.equal(invoiceOfToken(fresh, token), null)
  for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
    if (!token.endsWith(last)) assert.equal(invoiceOfToken(old, token.slice(0, -1) + last), null, last)
  for (const odd of ['', 'in_1', `in_1.`, token.replace('in_1', 'in_2'), `${token}A`, token.slice(1)])
    assert.equal(invoiceOfToken(old, odd), null, odd)
})
