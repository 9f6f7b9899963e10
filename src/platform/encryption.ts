import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { SigningKey, SigningKeys } from './keys.ts'

/** The table, column and row of an encrypted value. Decryption fails anywhere else. */
export type Place = { table: string; column: string; row: string }

export type Decrypted = { ok: true; text: string } | { ok: false; because: 'unknown-key' | 'forged' }

/** The first key encrypts; all keys decrypt. */
export type EncryptionKeys = SigningKeys
/** The first key indexes; all keys match. */
export type IndexKeys = SigningKeys

// Format: 1 byte version, 1 byte key id length, key id, 12 bytes nonce, 16 bytes tag, ciphertext.
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Texts are padded to a multiple of this, so that the length reveals little about an address. */
const BLOCK_BYTES = 64

/** Encrypts a text with AES-256-GCM, bound to its place (NIST SP 800-38D; random 96-bit nonce). */
export const encrypt = (keys: EncryptionKeys, text: string, place: Place): Buffer => {
  const [{ id, key }] = keys
  const nonce = randomBytes(NONCE_BYTES)
  const head = Buffer.concat([Buffer.from([VERSION, id.length]), Buffer.from(id)])
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(key), nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData(head, place))
  const ciphertext = Buffer.concat([cipher.update(pad(text)), cipher.final()])
  return Buffer.concat([head, nonce, cipher.getAuthTag(), ciphertext])
}

export const decrypt = (keys: EncryptionKeys, encrypted: Buffer, place: Place): Decrypted => {
  const id = keyIdOf(encrypted)
  const keyUsed = keys.find((key) => key.id === id)
  if (!keyUsed) return { ok: false, because: id === null ? 'forged' : 'unknown-key' }
  const text = decipher(keyUsed, encrypted, place)
  return text === null ? { ok: false, because: 'forged' } : { ok: true, text }
}

/** Returns the id of the encryption key. Null if this is no encrypted value. */
export const keyIdOf = (encrypted: Buffer): string | null => {
  const length = encrypted[1] ?? 0
  const isWhole =
    encrypted[0] === VERSION &&
    length > 0 &&
    encrypted.length >= 2 + length + NONCE_BYTES + TAG_BYTES + BLOCK_BYTES
  return isWhole ? encrypted.subarray(2, 2 + length).toString() : null
}

/**
 * Returns the keyed hash of a text: HMAC-SHA-256 with separate keys, and separate for each `use`. Equal texts
 * have equal hashes.
 */
export const blindIndex = (keys: IndexKeys, text: string, use: string): Buffer => hashWith(keys[0], text, use)

/** Returns the hashes under all keys, to find rows that still use an older key. */
export const blindIndexes = (keys: IndexKeys, text: string, use: string): Buffer[] =>
  keys.map((key) => hashWith(key, text, use))

const hashWith = ({ key }: SigningKey, text: string, use: string): Buffer =>
  createHmac('sha256', key).update(`${use}\0${text}`).digest()

const encryptionKeys = new WeakMap<KeyObject, Buffer>()

// Keys may be longer than AES accepts, and the same bytes may serve another purpose. Derived once: every cookie needs it.
const encryptionKey = (key: KeyObject): Buffer => {
  const before = encryptionKeys.get(key)
  if (before) return before
  const derived = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'mainstay encryption', 32))
  encryptionKeys.set(key, derived)
  return derived
}

const associatedData = (head: Buffer, { table, column, row }: Place): Buffer =>
  Buffer.concat([head, Buffer.from(JSON.stringify([table, column, row]))])

const pad = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  const whole = Buffer.alloc(Math.ceil((bytes.length + 4) / BLOCK_BYTES) * BLOCK_BYTES)
  whole.writeUInt32BE(bytes.length)
  bytes.copy(whole, 4)
  return whole
}

const decipher = ({ id, key }: SigningKey, encrypted: Buffer, place: Place): string | null => {
  const start = 2 + id.length
  const nonce = encrypted.subarray(start, start + NONCE_BYTES)
  const cipher = createDecipheriv('aes-256-gcm', encryptionKey(key), nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData(encrypted.subarray(0, start), place))
  cipher.setAuthTag(encrypted.subarray(start + NONCE_BYTES, start + NONCE_BYTES + TAG_BYTES))
  try {
    const whole = Buffer.concat([
      cipher.update(encrypted.subarray(start + NONCE_BYTES + TAG_BYTES)),
      cipher.final(),
    ])
    return whole.subarray(4, 4 + whole.readUInt32BE()).toString()
  } catch {
    return null
  }
}
