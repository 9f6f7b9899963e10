import { parseEmailAddress } from '../../mail/email-address.ts'
import { DAY_MS } from '../../platform/clock.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { isMacOf, macOf, type Signed } from '../../platform/mac.ts'

/** A link in a mail works for this long. */
const VALID_MS = 60 * DAY_MS

/** The use of a link, the id of the object that it gives access to, and the address of its mail. */
type Mailed = { use: string; id: string; address: string }

/**
 * Makes the token of a link in a mail that works without a sign-in: an id, its own end in seconds and a MAC.
 * It counts only while the object has the address that the mail went to.
 */
export const mailedToken = (keys: SigningKeys, mailed: Mailed, now: Date): string => {
  const end = Math.floor((now.getTime() + VALID_MS) / 1_000).toString(36)
  return `${mailed.id}.${end}.${macOf(keys, signed(mailed, end))}`
}

export type ParsedToken = { id: string; end: string; mac: string }

/** Reads a token that has not expired; null for any other text. The MAC is not checked yet. */
export const parseMailedToken = (token: string, now: Date): ParsedToken | null => {
  const [, id = '', end = '', mac = ''] =
    /^([a-z]+_[A-Za-z0-9_]{1,80})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  const isOpen = mac !== '' && Number.parseInt(end, 36) * 1_000 > now.getTime()
  return isOpen ? { id, end, mac } : null
}

/** Returns whether we mailed a parsed token to this address, for this use. */
export const isMailedFor = (
  keys: SigningKeys,
  { id, end, mac }: ParsedToken,
  to: Omit<Mailed, 'id'>,
): boolean => isMacOf(keys, signed({ ...to, id }, end), mac)

const signed = ({ use, id, address }: Mailed, end: string): Signed => ({
  use,
  text: JSON.stringify([id, end, parseEmailAddress(address)?.canonical ?? address]),
})
