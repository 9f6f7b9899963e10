import { parseEmailAddress } from '../../mail/email-address.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { isMacOf, macOf, type Signed } from '../../platform/mac.ts'

type Mailed = { customerId: string; address: string }

/**
 * Makes the token of the link "Wasn’t you?": the customer id in base64url and a MAC.
 * It counts only while the customer has the address that the mail went to, and signs nobody in.
 */
export const disownToken = (keys: SigningKeys, mailed: Mailed): string =>
  `${Buffer.from(mailed.customerId).toString('base64url')}.${macOf(keys, signedOf(mailed))}`

/** Returns the customer id that a token names; null if it names none. The MAC is not checked yet. */
export const customerInToken = (token: string): string | null => {
  const [encoded = ''] = token.split('.')
  const id = Buffer.from(encoded, 'base64url').toString()
  return /^[\x21-\x7e]{1,255}$/.test(id) ? id : null
}

/** Returns whether we mailed a token to this address of the customer. */
export const isTokenOf = (keys: SigningKeys, token: string, mailed: Mailed): boolean =>
  isMacOf(keys, signedOf(mailed), token.split('.').slice(1).join('.'))

const signedOf = ({ customerId, address }: Mailed): Signed => ({
  use: 'disown-link',
  text: JSON.stringify([customerId, parseEmailAddress(address)?.canonical ?? address]),
})
