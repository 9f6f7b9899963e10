import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parseKeys, type SigningKeys } from '../../src/platform/keys.ts'
import { readReader, writeReader } from '../../src/readers/reader-cookie.ts'
import { hashReaderId, keyPlainHash } from '../../src/readers/reader-hash.ts'

const keysFrom = (text: string): SigningKeys => {
  const parsed = parseKeys(text)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.keys
}
const text = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const KEYS = keysFrom(text('reader', 3))
const NOW = new Date('2026-11-22T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
const READER = { id: 'AAAAAAAAAAAAAAAAAAAAAA', serial: 3, suppressedUntil: days(30) }

test('what is written is read back', () => {
  const expected = { ...READER, hash: hashReaderId(KEYS[0], READER.id), olderHashes: [], isAging: false }
  assert.deepEqual(readReader(writeReader(READER, NOW), KEYS, NOW), expected)
  const never = { ...READER, suppressedUntil: null }
  assert.equal(readReader(writeReader(never, NOW), KEYS, NOW)?.suppressedUntil, null)
})

test('it runs 400 days, and is issued again below 200', () => {
  const content = writeReader(READER, NOW)
  assert.equal(readReader(content, KEYS, days(199))?.isAging, false)
  assert.equal(readReader(content, KEYS, days(201))?.isAging, true)
  assert.equal(readReader(content, KEYS, days(401)), null)
})

test('nothing else passes for one, and nothing throws (C1)', () => {
  for (const content of [
    '',
    'nonsense',
    'null',
    '{}',
    '[]',
    '["a",1]',
    '["a","1",null,0]',
    '["",1,null,1]',
    '[1',
  ])
    assert.equal(readReader(content, KEYS, NOW), null, content)
})

test('the hash needs the key: neither the id nor its SHA-256 tells it (A4)', () => {
  const [first] = KEYS
  const hash = hashReaderId(first, READER.id)
  const plain = createHash('sha256').update(READER.id).digest()
  assert.notEqual(hash, plain.toString('hex'))
  assert.equal(keyPlainHash(first, plain), hash, 'a stored plain hash can be keyed')
  const rotated = keysFrom(`${text('new', 4)},${text('reader', 3)}`)
  const reader = readReader(writeReader(READER, NOW), rotated, NOW)
  assert.deepEqual(reader?.olderHashes, [hash])
  assert.equal(reader.hash, hashReaderId(rotated[0], READER.id))
})
