import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../../platform/keys.ts'

export const SIGN_IN_MINUTES = 30
/** Of a hundred million codes. The link of the same mail goes on working. */
export const CODE_TRIES = 5
/** How long the address before can take a change of address back. */
export const TAKEN_BACK_DAYS = 7

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const isRequestId = (text: string): boolean => UUID.test(text)

/**
 * What the mail of a sign-in holds: both follow from the request's id by a key of ours, so that neither the outbox nor
 * the table of requests holds anything that opens a door. The link is the id's 16 bytes and 16 of a MAC.
 */
export const linkToken = (keys: SigningKeys, requestId: string, use: LinkUse = 'sign-in-link'): string =>
  Buffer.concat([bytesOf(requestId), linkMac(keys[0], requestId, use)]).toString('base64url')

/** A link of one use opens nothing of the other. */
type LinkUse = 'sign-in-link' | 'address-link' | 'address-back'

export const signInCode = (keys: SigningKeys, requestId: string): string =>
  codeUnder(keys[0], requestId).replace(/^(\d{4})/, '$1 ')

/** The request a link belongs to; null where it is not ours. */
export const requestOfToken = (
  keys: SigningKeys,
  token: string,
  use: LinkUse = 'sign-in-link',
): string | null => {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== ID_BYTES + MAC_BYTES) return null
  const id = idFrom(bytes.subarray(0, ID_BYTES))
  const mac = bytes.subarray(ID_BYTES)
  return keys.some((key) => timingSafeEqual(linkMac(key, id, use), mac)) ? id : null
}

/** A code as it was typed: spaces and dashes do not count. */
export const isCodeOf = (keys: SigningKeys, requestId: string, typed: string): boolean => {
  const digits = typed.replace(/[\s-]/g, '')
  return keys.some((key) => isSame(codeUnder(key, requestId), digits))
}

const ID_BYTES = 16
const MAC_BYTES = 16

const bytesOf = (requestId: string): Buffer => Buffer.from(requestId.replaceAll('-', ''), 'hex')
const idFrom = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const linkMac = (key: SigningKey, requestId: string, use: LinkUse): Buffer =>
  macOf(key, use, requestId).subarray(0, MAC_BYTES)

const macOf = (key: SigningKey, use: string, text: string): Buffer =>
  createHmac('sha256', deriveKeyFrom(key, use)).update(text).digest()

const DIGITS = 8
const codeUnder = (key: SigningKey, requestId: string): string =>
  String(macOf(key, 'sign-in-code', requestId).readUInt32BE() % 10 ** DIGITS).padStart(DIGITS, '0')

const isSame = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
