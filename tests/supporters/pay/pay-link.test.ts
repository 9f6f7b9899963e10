import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS } from '../../../src/platform/clock.ts'
import { isMailedTo } from '../../../src/supporters/manage/manage-link.ts'
import { isPayTokenFor, parsePayToken, payToken } from '../../../src/supporters/pay/pay-link.ts'
import { newSigningKeys } from '../../given/mainstay.ts'
import { START_AT } from '../../given/start-at.ts'

const ADDRESS = 'Reader@example.com'
const [old, fresh] = [newSigningKeys(), newSigningKeys()]
const token = payToken(old, { invoiceId: 'in_1', address: ADDRESS }, START_AT)
const after = (days: number): Date => new Date(START_AT.getTime() + days * DAY_MS)
const counts = (keys: typeof old, text: string, address = ADDRESS): boolean => {
  const parsed = parsePayToken(text, START_AT)
  return parsed !== null && isPayTokenFor(keys, parsed, address)
}

test('a link leads to its invoice for sixty days', () => {
  assert.equal(parsePayToken(token, after(59))?.id, 'in_1')
  assert.equal(parsePayToken(token, after(60)), null)
})

test('a link counts for the address of its mail and this use, also with a previous key', () => {
  assert.ok(counts(old, token, 'reader@EXAMPLE.com'))
  assert.ok(counts([fresh[0], old[0]], token))
  assert.ok(!counts(fresh, token))
  assert.ok(!counts(old, token, 'other@example.com'))
  const parsed = parsePayToken(token, START_AT)
  assert.ok(parsed && !isMailedTo(old, parsed, ADDRESS), 'a pay link manages a contribution')
})

test('any changed character makes a link invalid', () => {
  for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
    if (!token.endsWith(last)) assert.ok(!counts(old, token.slice(0, -1) + last), last)
  for (const odd of ['', 'in_1', 'in_1.', token.replace('in_1', 'in_2'), `${token}A`, token.slice(1)])
    assert.ok(!counts(old, odd), odd)
})
