import { parseEmailAddress } from '../../mail/email-address.ts'
import { DAY_MS } from '../../platform/clock.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { isMacOf, macOf, type Signed } from '../../platform/mac.ts'

/** A manage link in a mail works for this long. */
const VALID_MS = 60 * DAY_MS

type Mailed = { subscriptionId: string; address: string }

/**
 * Makes the token of the link by which a mail's reader pauses or cancels one contribution. It has the subscription's id,
 * its own end in seconds and a MAC. It counts only while the contribution has the address it was mailed to.
 */
export const manageToken = (keys: SigningKeys, mailed: Mailed, now: Date): string => {
  const end = Math.floor((now.getTime() + VALID_MS) / 1_000).toString(36)
  return `${mailed.subscriptionId}.${end}.${macOf(keys, signedLink(mailed, end))}`
}

type ParsedToken = { subscriptionId: string; end: string; mac: string }

/** Reads a token that has not expired; null for any other text. The MAC is not checked yet. */
export const parseManageToken = (token: string, now: Date): ParsedToken | null => {
  const [, subscriptionId = '', end = '', mac = ''] =
    /^(sub_[A-Za-z0-9_]{1,80})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  const isOpen = mac !== '' && Number.parseInt(end, 36) * 1_000 > now.getTime()
  return isOpen ? { subscriptionId, end, mac } : null
}

/** Returns whether we mailed a parsed token to this address. */
export const isMailedTo = (
  keys: SigningKeys,
  { subscriptionId, end, mac }: ParsedToken,
  address: string,
): boolean => isMacOf(keys, signedLink({ subscriptionId, address }, end), mac)

/** Returns the text that the forms of a token's page carry. Another site cannot know it. */
export const manageFormToken = (keys: SigningKeys, token: string): string => macOf(keys, signedForm(token))

export const isManageFormToken = (keys: SigningKeys, token: string, typed: string): boolean =>
  isMacOf(keys, signedForm(token), typed)

const signedLink = (mailed: Mailed, end: string): Signed => ({
  use: 'manage-link',
  text: JSON.stringify([mailed.subscriptionId, end, canonical(mailed)]),
})

const signedForm = (token: string): Signed => ({ use: 'manage-form', text: JSON.stringify([token]) })

const canonical = ({ address }: Pick<Mailed, 'address'>): string =>
  parseEmailAddress(address)?.canonical ?? address
