import type { SigningKeys } from '../../platform/keys.ts'
import { isMacOf, macOf } from '../../platform/mac.ts'

const USE = 'pay-link'

/**
 * Makes the token of the pay link in a mail about a failed charge: the invoice id and a MAC. The token gives access to
 * the payment page only.
 */
export const payToken = (keys: SigningKeys, invoiceId: string): string =>
  `${invoiceId}.${macOf(keys, { use: USE, text: invoiceId })}`

/** Returns the invoice id of a token; null if the token is not ours. */
export const invoiceOfToken = (keys: SigningKeys, token: string): string | null => {
  const [, id = '', mac = ''] = /^(in_[A-Za-z0-9_]{1,80})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  return id !== '' && isMacOf(keys, { use: USE, text: id }, mac) ? id : null
}
