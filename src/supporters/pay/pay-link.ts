import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../../platform/keys.ts'

const MAC_BYTES = 16

/**
 * What the mail of a failed charge leads to its page by: Stripe's id of the invoice, and 16 bytes of a MAC in base64url.
 * It opens nothing but the way to pay.
 */
export const payToken = ([key]: SigningKeys, invoiceId: string): string =>
  `${invoiceId}.${macOf(key, invoiceId)}`

/** The invoice a link leads to; null where the link is not ours. */
export const invoiceOfToken = (keys: SigningKeys, token: string): string | null => {
  const [, id = '', mac = ''] = /^(in_[A-Za-z0-9_]{1,80})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  // As text: of 22 characters several would stand for the same 16 bytes.
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
