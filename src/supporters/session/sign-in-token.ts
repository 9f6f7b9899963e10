import { createHmac, timingSafeEqual } from 'node:crypto'
import { toAsciiDigits } from '../../money/digits.ts'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../../platform/keys.ts'
import { isSameText } from '../../platform/mac.ts'

/** Equals the time in which mails to one address are limited, so that a link that works is always left. */
export const SIGN_IN_MINUTES = 60
/** A mail that would wait longer for its network is not sent. */
export const MAX_ASK_DELAY_MINUTES = 30
/** Allows 5 guesses of 100 million codes. The link in the same mail keeps working after them. */
export const MAX_CODE_ATTEMPTS = 5
/** The previous address can undo a change for this long. */
export const ADDRESS_UNDO_DAYS = 7

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const isRequestId = (text: string): boolean => UUID.test(text)

/**
 * Makes the token of a mailed link: the 16 bytes of the request id and 16 bytes of a MAC, in base64url.
 * Links and codes are derived from the id by a key, so that the database holds nothing that signs anybody in.
 */
export const linkToken = (keys: SigningKeys, requestId: string, use: LinkUse = 'sign-in-link'): string =>
  Buffer.concat([bytesOf(requestId), linkMac(keys[0], requestId, use)]).toString('base64url')

/** A link made for one use is invalid for the others. */
type LinkUse = 'sign-in-link' | 'address-link' | 'address-back'

export const signInCode = (keys: SigningKeys, requestId: string): string =>
  codeUnder(keys[0], requestId).replace(/^(\d{4})/, '$1 ')

/** Returns the request id of a token; null if the token is not ours or was made for another use. */
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

/** Compares a code typed in the digits of any script, ignoring spaces and dashes. */
export const isCodeOf = (keys: SigningKeys, requestId: string, typed: string): boolean => {
  const digits = toAsciiDigits(typed).replace(/[\s\p{Pd}]/gu, '')
  return keys.some((key) => isSameText(codeUnder(key, requestId), digits))
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
