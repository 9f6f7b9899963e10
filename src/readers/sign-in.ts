import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedFrom, type SigningKey, type SigningKeys } from '../platform/keys.ts'

export const SIGN_IN_MINUTES = 30
/** Of a hundred million codes. The link of the same mail goes on working. */
export const CODE_TRIES = 5

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const isRequestId = (text: string): boolean => UUID.test(text)

/**
 * What the mail of a sign-in holds: both follow from the request's id by a key of ours, so that neither the outbox nor
 * the table of requests holds anything that opens a door.
 */
export const linkToken = (keys: SigningKeys, requestId: string): string =>
  `${requestId}.${macOf(keys[0], 'sign-in-link', requestId).toString('base64url')}`

export const signInCode = (keys: SigningKeys, requestId: string): string =>
  codeUnder(keys[0], requestId).replace(/^(\d{4})/, '$1 ')

/** The request a link belongs to; null where it is not ours. */
export const requestOfToken = (keys: SigningKeys, token: string): string | null => {
  const [id = '', mac = ''] = token.split('.')
  if (!isRequestId(id)) return null
  return keys.some((key) => isSame(macOf(key, 'sign-in-link', id).toString('base64url'), mac)) ? id : null
}

/** A code as it was typed: spaces and dashes do not count. */
export const isCodeOf = (keys: SigningKeys, requestId: string, typed: string): boolean => {
  const digits = typed.replace(/[\s-]/g, '')
  return keys.some((key) => isSame(codeUnder(key, requestId), digits))
}

const macOf = (key: SigningKey, use: string, text: string): Buffer =>
  createHmac('sha256', derivedFrom(key, use)).update(text).digest()

const DIGITS = 8
const codeUnder = (key: SigningKey, requestId: string): string =>
  String(macOf(key, 'sign-in-code', requestId).readUInt32BE() % 10 ** DIGITS).padStart(DIGITS, '0')

const isSame = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
