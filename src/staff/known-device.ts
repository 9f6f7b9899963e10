import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../platform/keys.ts'

const ID_LENGTH = 22
const MAC_BYTES = 16

/** Makes the token of a browser in which a staff member signed in. It does not say whose it is. */
export const deviceToken = ([key]: SigningKeys, staffId: string, deviceId: string): string =>
  `${deviceId}.${macOf(key, staffId, deviceId)}`

/** Returns the browser's id. Null if the token was not made for this member. */
export const deviceOfToken = (keys: SigningKeys, staffId: string, token: string): string | null => {
  const [id = '', mac = '', ...rest] = token.split('.')
  if (id.length !== ID_LENGTH || rest.length > 0) return null
  return keys.some((key) => isSame(macOf(key, staffId, id), mac)) ? id : null
}

const isSame = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const macOf = (key: SigningKey, staffId: string, deviceId: string): string =>
  createHmac('sha256', deriveKeyFrom(key, 'staff-device'))
    .update(`${staffId} ${deviceId}`)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url')
