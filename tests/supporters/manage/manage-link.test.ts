import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_MS } from '../../../src/platform/clock.ts'
import {
  isMailedTo,
  isManageFormToken,
  manageFormToken,
  manageToken,
  parseManageToken,
} from '../../../src/supporters/manage/manage-link.ts'
import { newSigningKeys } from '../../given/mainstay.ts'
import { START_AT } from '../../given/start-at.ts'

const [first] = newSigningKeys()
const [second] = newSigningKeys()
const ADDRESS = 'Reader@example.com'
const after = (days: number): Date => new Date(START_AT.getTime() + days * DAY_MS)
const tokenFor = (subscriptionId: string): string =>
  manageToken([first], { subscriptionId, address: ADDRESS }, START_AT)

const parsed = (token: string) => {
  const found = parseManageToken(token, START_AT)
  assert.ok(found)
  return found
}

test('a link names one contribution for sixty days', () => {
  const token = tokenFor('sub_1')
  assert.equal(parseManageToken(token, after(59))?.id, 'sub_1')
  assert.equal(parseManageToken(token, after(60)), null)
  assert.match(encodeURIComponent(token), /^[\w.-]+$/)
})

test('a link counts for the address that it was mailed to, also with a previous key', () => {
  const token = parsed(tokenFor('sub_1'))
  assert.ok(isMailedTo([first], token, 'reader@EXAMPLE.com'))
  assert.ok(isMailedTo([second, first], token, ADDRESS))
  assert.ok(!isMailedTo([second], token, ADDRESS))
  assert.ok(!isMailedTo([first], token, 'other@example.com'))
})

test('no part of a link can be exchanged for that of another, nor its end moved', () => {
  const [id = '', end = '', mac = ''] = tokenFor('sub_1').split('.')
  const later = (Number.parseInt(end, 36) + 1).toString(36)
  for (const forged of [`sub_2.${end}.${mac}`, `${id}.${later}.${mac}`, `${id}.${end}.${'A'.repeat(22)}`])
    assert.ok(!isMailedTo([first], parsed(forged), ADDRESS), forged)
})

test('a form counts for the link of its page, and a link is no form', () => {
  const [token, other] = [tokenFor('sub_1'), tokenFor('sub_2')]
  assert.ok(isManageFormToken([second, first], token, manageFormToken([first], token)))
  assert.ok(!isManageFormToken([first], other, manageFormToken([first], token)))
  assert.ok(!isManageFormToken([first], token, token.split('.')[2] ?? ''))
  assert.ok(!isManageFormToken([first], token, ''))
})

test('any text is the link of nobody', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      const token = parseManageToken(text, START_AT)
      assert.ok(token === null || !isMailedTo([first], token, ADDRESS))
    }),
  )
})
