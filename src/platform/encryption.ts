import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { SigningKey, SigningKeys } from './keys.ts'

/** Where a sealed value stands. Moved to another row, column or table it does not open. */
export type Place = { table: string; column: string; row: string }

export type Opened = { ok: true; text: string } | { ok: false; because: 'unknown-key' | 'forged' }

/** The first seals, all open. */
export type EncryptionKeys = SigningKeys
/** The first indexes, all match. */
export type IndexKeys = SigningKeys

// 1 version, 1 length of the key id, the key id, 12 nonce, 16 tag, the rest ciphertext.
const VERSION = 1
const NONCE = 12
const TAG = 16
/** A multiple of this many bytes is sealed, so that a length tells little of an address. */
const BLOCK = 64

/** Seals a text by AES-256-GCM, bound to its place (NIST SP 800-38D; a random 96-bit nonce each time). */
export const encrypt = (keys: EncryptionKeys, text: string, place: Place): Buffer => {
  const [{ id, key }] = keys
  const nonce = randomBytes(NONCE)
  const head = Buffer.concat([Buffer.from([VERSION, id.length]), Buffer.from(id)])
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(key), nonce, { authTagLength: TAG })
  cipher.setAAD(boundTo(head, place))
  const ciphertext = Buffer.concat([cipher.update(padded(text)), cipher.final()])
  return Buffer.concat([head, nonce, cipher.getAuthTag(), ciphertext])
}

export const open = (keys: EncryptionKeys, encrypted: Buffer, place: Place): Opened => {
  const id = keyIdOf(encrypted)
  const known = keys.find((key) => key.id === id)
  if (!known) return { ok: false, because: id === null ? 'forged' : 'unknown-key' }
  const text = decipher(known, encrypted, place)
  return text === null ? { ok: false, because: 'forged' } : { ok: true, text }
}

/** Which key a value was sealed with; null where it is no sealed value. */
export const keyIdOf = (encrypted: Buffer): string | null => {
  const length = encrypted[1] ?? 0
  const isWhole =
    encrypted[0] === VERSION && length > 0 && encrypted.length >= 2 + length + NONCE + TAG + BLOCK
  return isWhole ? encrypted.subarray(2, 2 + length).toString() : null
}

/**
 * What equal texts have in common and nobody without the key can compute: HMAC-SHA-256, under keys of its own, apart
 * for each `use`.
 */
export const blindIndex = (keys: IndexKeys, text: string, use: string): Buffer =>
  indexUnder(keys[0], text, use)

/** The text's indexes under all keys, to find what has not been indexed anew yet. */
export const blindIndexes = (keys: IndexKeys, text: string, use: string): Buffer[] =>
  keys.map((key) => indexUnder(key, text, use))

const indexUnder = ({ key }: SigningKey, text: string, use: string): Buffer =>
  createHmac('sha256', key).update(`${use}\0${text}`).digest()

// Keys may be longer than AES takes, and the same bytes may have been given for something else.
const encryptionKey = (key: KeyObject): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'mainstay encryption', 32))

const boundTo = (head: Buffer, { table, column, row }: Place): Buffer =>
  Buffer.concat([head, Buffer.from(JSON.stringify([table, column, row]))])

const padded = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  const whole = Buffer.alloc(Math.ceil((bytes.length + 4) / BLOCK) * BLOCK)
  whole.writeUInt32BE(bytes.length)
  bytes.copy(whole, 4)
  return whole
}

const decipher = ({ id, key }: SigningKey, encrypted: Buffer, place: Place): string | null => {
  const start = 2 + id.length
  const nonce = encrypted.subarray(start, start + NONCE)
  const cipher = createDecipheriv('aes-256-gcm', encryptionKey(key), nonce, { authTagLength: TAG })
  cipher.setAAD(boundTo(encrypted.subarray(0, start), place))
  cipher.setAuthTag(encrypted.subarray(start + NONCE, start + NONCE + TAG))
  try {
    const whole = Buffer.concat([cipher.update(encrypted.subarray(start + NONCE + TAG)), cipher.final()])
    return whole.subarray(4, 4 + whole.readUInt32BE()).toString()
  } catch {
    return null
  }
}
