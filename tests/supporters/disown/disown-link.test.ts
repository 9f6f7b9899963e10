import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { customerInToken, disownToken, isTokenOf } from '../../../src/supporters/disown/disown-link.ts'
import { newSigningKeys } from '../../given/mainstay.ts'

const [first] = newSigningKeys()
const [second] = newSigningKeys()

test('a link counts for one customer at one address, also with a previous key', () => {
  const mailed = { customerId: 'cus_1', address: 'Reader@example.com' }
  const token = disownToken([first], mailed)
  assert.match(token, /^[\w.-]+$/)
  assert.equal(customerInToken(token), 'cus_1')
  assert.ok(isTokenOf([first], token, { ...mailed, address: 'reader@EXAMPLE.com' }))
  assert.ok(isTokenOf([second, first], token, mailed))
  assert.ok(!isTokenOf([second], token, mailed))
  assert.ok(!isTokenOf([first], token, { ...mailed, customerId: 'cus_2' }))
  assert.ok(!isTokenOf([first], token, { ...mailed, address: 'other@example.com' }))
})

test('any text is a token of nobody, and names no customer that a database would refuse', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      assert.match(customerInToken(text) ?? '', /^[\x21-\x7e]*$/)
      assert.ok(!isTokenOf([first], text, { customerId: 'cus_1', address: 'reader@example.com' }))
    }),
  )
})
