import assert from 'node:assert/strict'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import { parseKeys, type SigningKeys } from '../../src/platform/keys.ts'
import { readerHash, readReader, signReader } from '../../src/readers/reader-cookie.ts'

const keysFrom = (text: string): SigningKeys => {
  const parsed = parseKeys(text)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.keys
}
const text = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const OLD = keysFrom(text('old', 1))
const ROTATED = keysFrom(`${text('new', 2)},${text('old', 1)}`)
const NOW = new Date('2026-11-22T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
const READER = { id: 'AAAAAAAAAAAAAAAAAAAAAA', serial: 3, suppressedUntil: days(30) }

test('what is signed is read back, also after the keys were rotated', () => {
  const token = signReader(READER, OLD, NOW)
  const expected = { ...READER, hash: readerHash(READER.id), isAging: false }
  assert.deepEqual(readReader(token, OLD, NOW), expected)
  assert.deepEqual(readReader(token, ROTATED, NOW), expected)
  assert.equal(readReader(signReader(READER, ROTATED, NOW), OLD, NOW), null)
})

test('it runs 400 days, and is issued again below 200', () => {
  const token = signReader(READER, OLD, NOW)
  assert.equal(readReader(token, OLD, days(199))?.isAging, false)
  assert.equal(readReader(token, OLD, days(201))?.isAging, true)
  assert.equal(readReader(token, OLD, days(401)), null)
})

test('it says until when, never why', () => {
  const claims = jwt.decode(signReader(READER, OLD, NOW))
  assert.deepEqual(Object.keys(claims ?? {}).sort(), ['aud', 'exp', 'iat', 'jti', 'q', 's'])
})

test('nothing else passes for one', () => {
  const [key] = OLD
  const claims = { jti: READER.id, s: 1, aud: 'reader' }
  const options = { keyid: 'old', expiresIn: '1d' } as const
  for (const forged of [
    '',
    'nonsense',
    jwt.sign(claims, '', { algorithm: 'none', ...options }),
    jwt.sign(claims, key.key, { algorithm: 'HS512', ...options }),
    jwt.sign({ ...claims, aud: 'staff' }, key.key, { algorithm: 'HS256', ...options }),
    jwt.sign(claims, Buffer.alloc(32, 9), { algorithm: 'HS256', ...options }),
    jwt.sign({ aud: 'reader' }, key.key, { algorithm: 'HS256', ...options }),
  ]) {
    assert.equal(readReader(forged, OLD, new Date()), null, forged)
  }
})
