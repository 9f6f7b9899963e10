import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../../platform/keys.ts'

const MAC_BYTES = 16

/**
 * Makes the token of the pay link in a mail about a failed charge: the invoice id and 16 bytes of a MAC in base64url.
 * The token gives access to the payment page only.
 */
export const payToken = ([key]: SigningKeys, invoiceId: string): string =>
  `${invoiceId}.${macOf(key, invoiceId)}`

/** Returns the invoice id of a token; null if the token is not ours. */
export const invoiceOfToken = (keys: SigningKeys, token: string): string | null => {
  const [, id = '', mac = ''] = /^(in_[A-Za-z0-9_]{1,80})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  // Compared as text, because several texts of 22 characters decode to the same 16 bytes.
  return mac !== '' && keys.some((key) => timingSafeEqual(Buffer.from(macOf(key, id)), Buffer.from(mac)))
    ? id
    : null
}

const macOf = (key: SigningKey, invoiceId: string): string =>
  createHmac('sha256', deriveKeyFrom(key, 'pay-link'))
    .update(invoiceId)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url')
