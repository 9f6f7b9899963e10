import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { blindIndex, blindIndexes, decrypt, encrypt, keyIdOf } from '../../src/platform/encryption.ts'
import { parseKeys, type SigningKeys } from '../../src/platform/keys.ts'

const keysOf = (...ids: string[]): SigningKeys => {
  const parsed = parseKeys(ids.map((id) => `${id}:${randomBytes(32).toString('base64')}`).join(','))
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.keys
}
const place = { table: 'addresses', column: 'address', row: '1' }
const keys = keysOf('new', 'old')

describe('encryption', () => {
  test('any text is decrypted, in its own place only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const encrypted = encrypt(keys, text, place)
        assert.deepEqual(decrypt(keys, encrypted, place), { ok: true, text: Buffer.from(text).toString() })
        for (const elsewhere of [{ row: '2' }, { column: 'other' }, { table: 'others' }])
          assert.deepEqual(decrypt(keys, encrypted, { ...place, ...elsewhere }), {
            ok: false,
            because: 'forged',
          })
      }),
    )
  })

  test('a value of an older key is decrypted; an unknown key is reported', () => {
    const [, old] = keys
    assert.ok(old)
    const encrypted = encrypt([old], 'reader@example.com', place)
    assert.equal(keyIdOf(encrypted), 'old')
    assert.deepEqual(decrypt(keys, encrypted, place), { ok: true, text: 'reader@example.com' })
    assert.deepEqual(decrypt(keysOf('new'), encrypted, place), { ok: false, because: 'unknown-key' })
    assert.deepEqual(decrypt(keysOf('old'), encrypted, place), { ok: false, because: 'forged' })
  })

  test('a single changed bit is detected', () => {
    const encrypted = encrypt(keys, 'reader@example.com', place)
    for (let index = 0; index < encrypted.length; index += 1) {
      const changed = Buffer.from(encrypted)
      changed[index] = (changed[index] ?? 0) ^ 1
      assert.equal(decrypt(keys, changed, place).ok, false, `byte ${index}`)
    }
    for (const length of [0, 1, 2, 40, encrypted.length - 1])
      assert.equal(decrypt(keys, encrypted.subarray(0, length), place).ok, false, `${length} bytes`)
  })

  test('encrypted values hide the text and its length, and no two are equal', () => {
    const [one, other] = [encrypt(keys, 'a@example.com', place), encrypt(keys, 'a@example.com', place)]
    assert.notDeepEqual(one, other)
    assert.equal(one.length, encrypt(keys, 'someone.much.longer@newspaper.example.com', place).length)
    assert.doesNotMatch(one.toString('latin1'), /example/)
  })
})

describe('the blind index', () => {
  test('equal texts have equal indexes, under the same key and for the same use only', () => {
    assert.deepEqual(
      blindIndex(keys, 'a@example.com', 'address'),
      blindIndex(keys, 'a@example.com', 'address'),
    )
    const others = [
      blindIndex(keys, 'b@example.com', 'address'),
      blindIndex(keys, 'a@example.com', 'limit'),
      blindIndex(keysOf('new'), 'a@example.com', 'address'),
    ]
    for (const other of others) assert.notDeepEqual(other, blindIndex(keys, 'a@example.com', 'address'))
  })

  test('a value indexed with an older key is still found', () => {
    const [, old] = keys
    assert.ok(old)
    const kept = blindIndex([old], 'a@example.com', 'address')
    assert.ok(blindIndexes(keys, 'a@example.com', 'address').some((each) => each.equals(kept)))
  })
})
