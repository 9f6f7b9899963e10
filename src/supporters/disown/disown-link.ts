import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseEmailAddress } from '../../mail/email-address.ts'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../../platform/keys.ts'

const MAC_BYTES = 16

type Mailed = { customerId: string; address: string }

/**
 * Makes the token of the link "Wasn’t you?": the customer id and 16 bytes of a MAC, in base64url.
 * It counts only while the customer has the address that the mail went to, and signs nobody in.
 */
export const disownToken = ([key]: SigningKeys, mailed: Mailed): string =>
  `${Buffer.from(mailed.customerId).toString('base64url')}.${macOf(key, mailed)}`

/** Returns the customer id that a token names; null if it names none. The MAC is not checked yet. */
export const customerInToken = (token: string): string | null => {
  const [encoded = ''] = token.split('.')
  const id = Buffer.from(encoded, 'base64url').toString()
  return /^[\x21-\x7e]{1,255}$/.test(id) ? id : null
}

/** Returns whether we mailed a token to this address of the customer. */
export const isTokenOf = (keys: SigningKeys, token: string, mailed: Mailed): boolean => {
  const mac = Buffer.from(token.split('.').slice(1).join('.'))
  return keys.some((key) => {
    const own = Buffer.from(macOf(key, mailed))
    return own.length === mac.length && timingSafeEqual(own, mac)
  })
}

const macOf = (key: SigningKey, { customerId, address }: Mailed): string =>
  createHmac('sha256', deriveKeyFrom(key, 'disown-link'))
    .update(JSON.stringify([customerId, parseEmailAddress(address)?.canonical ?? address]))
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url')
