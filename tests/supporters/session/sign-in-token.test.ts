import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  isCodeOf,
  linkToken,
  requestOfToken,
  signInCode,
} from '../../../src/supporters/session/sign-in-token.ts'
import { newSigningKeys } from '../../given/mainstay.ts'

test('a link leads to its request, also with a previous key, and to no other', () => {
  const [first] = newSigningKeys()
  const [second] = newSigningKeys()
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const token = linkToken([first], id)
      assert.match(token, /^[A-Za-z0-9_-]{43}$/)
      assert.equal(requestOfToken([first], token), id)
      assert.equal(requestOfToken([second, first], token), id)
      assert.equal(requestOfToken([second], token), null)
      const changed = `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`
      assert.equal(requestOfToken([first], changed), null)
    }),
  )
  for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(2_000)])
    assert.equal(requestOfToken([first], token), null)
})

const inDigitsFrom = (zero: string, code: string): string =>
  code.replace(/\d/g, (digit) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit)))

test('a code is eight digits, typed with or without the space, and differs from request to request', () => {
  const keys = newSigningKeys()
  const codes = new Set<string>()
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const code = signInCode(keys, id)
      codes.add(code)
      assert.match(code, /^\d{4} \d{4}$/)
      assert.ok(isCodeOf(keys, id, code))
      assert.ok(isCodeOf(keys, id, code.replace(' ', '')))
      assert.ok(isCodeOf(keys, id, code.replace(' ', '-')))
      assert.ok(isCodeOf(keys, id, inDigitsFrom('\uff10', code)), 'full-width')
      assert.ok(isCodeOf(keys, id, inDigitsFrom('\u0660', code)), 'Arabic')
      assert.ok(isCodeOf(keys, id, ` ${code.replace(' ', '\u2013')}\u200b`))
      assert.ok(!isCodeOf(keys, id, ''))
      assert.ok(!isCodeOf(keys, id, code.slice(1)))
    }),
  )
  assert.ok(codes.size > 90)
})
