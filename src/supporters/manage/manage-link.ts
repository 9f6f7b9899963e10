import type { SigningKeys } from '../../platform/keys.ts'
import { isMacOf, macOf, type Signed } from '../../platform/mac.ts'
import { isMailedFor, mailedToken, type ParsedToken, parseMailedToken } from '../address/mailed-token.ts'

const USE = 'manage-link'

type Mailed = { subscriptionId: string; address: string }

/** Makes the token of the link by which a mail's reader pauses or cancels one contribution. */
export const manageToken = (keys: SigningKeys, { subscriptionId, address }: Mailed, now: Date): string =>
  mailedToken(keys, { use: USE, id: subscriptionId, address }, now)

/** Reads a token that has not expired; null for any other text. The MAC is not checked yet. */
export const parseManageToken = (token: string, now: Date): ParsedToken | null => parseMailedToken(token, now)

/** Returns whether we mailed a parsed token to this address. */
export const isMailedTo = (keys: SigningKeys, token: ParsedToken, address: string): boolean =>
  isMailedFor(keys, token, { use: USE, address })

/** Returns the text that the forms of a token's page carry. Another site cannot know it. */
export const manageFormToken = (keys: SigningKeys, token: string): string => macOf(keys, signedForm(token))

export const isManageFormToken = (keys: SigningKeys, token: string, typed: string): boolean =>
  isMacOf(keys, signedForm(token), typed)

const signedForm = (token: string): Signed => ({ use: 'manage-form', text: JSON.stringify([token]) })
