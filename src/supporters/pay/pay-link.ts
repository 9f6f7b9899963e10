import type { SigningKeys } from '../../platform/keys.ts'
import { isMailedFor, mailedToken, type ParsedToken, parseMailedToken } from '../address/mailed-token.ts'

const USE = 'pay-link'

type Mailed = { invoiceId: string; address: string }

/** Makes the token of the pay link in a mail about a failed charge. It gives access to the payment page only. */
export const payToken = (keys: SigningKeys, { invoiceId, address }: Mailed, now: Date): string =>
  mailedToken(keys, { use: USE, id: invoiceId, address }, now)

/** Reads a token that has not expired; null for any other text. The MAC is not checked yet. */
export const parsePayToken = (token: string, now: Date): ParsedToken | null => parseMailedToken(token, now)

/** Returns whether we mailed a parsed token to this address. */
export const isPayTokenFor = (keys: SigningKeys, token: ParsedToken, address: string): boolean =>
  isMailedFor(keys, token, { use: USE, address })
