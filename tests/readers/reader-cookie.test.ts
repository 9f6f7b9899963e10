import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import { parseKeys, type SigningKeys } from '../../src/platform/keys.ts'
import { readReader, signReader } from '../../src/readers/reader-cookie.ts'
import { hashReaderId, keyPlainHash } from '../../src/readers/reader-hash.ts'

const keysFrom = (text: string): SigningKeys => {
  const parsed = parseKeys(text)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.keys
}
const text = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const OLD = keysFrom(text('old', 1))
const ROTATED = keysFrom(`${text('new', 2)},${text('old', 1)}`)
const READER_KEYS = keysFrom(text('reader', 3))
const under = (signing: SigningKeys, reader: SigningKeys = READER_KEYS) => ({ signing, reader })
const NOW = new Date('2026-11-22T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
const READER = { id: 'AAAAAAAAAAAAAAAAAAAAAA', serial: 3, suppressedUntil: days(30) }

test('what is signed is read back, also after the keys were rotated', () => {
  const token = signReader(READER, OLD, NOW)
  const expected = {
    ...READER,
    hash: hashReaderId(READER_KEYS[0], READER.id),
    olderHashes: [],
    isAging: false,
  }
  assert.deepEqual(readReader(token, under(OLD), NOW), expected)
  assert.deepEqual(readReader(token, under(ROTATED), NOW), expected)
  assert.equal(readReader(signReader(READER, ROTATED, NOW), under(OLD), NOW), null)
})

test('it runs 400 days, and is issued again below 200', () => {
  const token = signReader(READER, OLD, NOW)
  assert.equal(readReader(token, under(OLD), days(199))?.isAging, false)
  assert.equal(readReader(token, under(OLD), days(201))?.isAging, true)
  assert.equal(readReader(token, under(OLD), days(401)), null)
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
    assert.equal(readReader(forged, under(OLD), new Date()), null, forged)
  }
})

test('a cookie that was altered anywhere is no cookie, and throws nothing (C1)', () => {
  const token = signReader(READER, OLD, NOW)
  for (let at = 0; at < token.length; at += 1)
    for (const letter of ['A', '_', '.', '%', '\u0000', '\ud800'])
      if (token[at] !== letter) {
        const altered = token.slice(0, at) + letter + token.slice(at + 1)
        // The last letter of a part may hold unused bits.
        assert.deepEqual(readReader(altered, under(OLD), NOW)?.id ?? READER.id, READER.id)
      }
})

test('the hash needs the key: neither the id nor its SHA-256 tells it (A4)', () => {
  const [first] = READER_KEYS
  const hash = hashReaderId(first, READER.id)
  const plain = createHash('sha256').update(READER.id).digest()
  assert.notEqual(hash, plain.toString('hex'))
  assert.equal(keyPlainHash(first, plain), hash, 'a stored plain hash can be keyed')
  const rotated = keysFrom(`${text('new', 4)},${text('reader', 3)}`)
  const token = signReader(READER, OLD, NOW)
  const reader = readReader(token, under(OLD, rotated), NOW)
  assert.deepEqual(reader?.olderHashes, [hash])
  assert.equal(reader.hash, hashReaderId(rotated[0], READER.id))
})
