import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseEmailAddress } from '../../mail/email-address.ts'
import { DAY_MS } from '../../platform/clock.ts'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../../platform/keys.ts'

const MAC_BYTES = 16

/** A manage link in a mail works for this long. */
const VALID_MS = 60 * DAY_MS

type Mailed = { subscriptionId: string; address: string }

/**
 * Makes the token of the link by which a mail's reader pauses or cancels one contribution. It has the subscription's id,
 * its own end in seconds and 16 bytes of a MAC. It counts only while the contribution has the address it was mailed to.
 */
export const manageToken = ([key]: SigningKeys, mailed: Mailed, now: Date): string => {
  const end = Math.floor((now.getTime() + VALID_MS) / 1_000).toString(36)
  return `${mailed.subscriptionId}.${end}.${macOf(key, 'manage-link', [mailed.subscriptionId, end, canonical(mailed)])}`
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
): boolean => hasMac(keys, { use: 'manage-link', parts: [subscriptionId, end, canonical({ address })], mac })

/** Returns the text that the forms of a token's page carry. Another site cannot know it. */
export const manageFormToken = ([key]: SigningKeys, token: string): string =>
  macOf(key, 'manage-form', [token])

export const isManageFormToken = (keys: SigningKeys, token: string, typed: string): boolean =>
  hasMac(keys, { use: 'manage-form', parts: [token], mac: typed })

type Use = 'manage-link' | 'manage-form'

const hasMac = (
  keys: SigningKeys,
  { use, parts, mac }: { use: Use; parts: readonly string[]; mac: string },
): boolean => {
  const given = Buffer.from(mac)
  return keys.some((key) => {
    const own = Buffer.from(macOf(key, use, parts))
    return own.length === given.length && timingSafeEqual(own, given)
  })
}

const macOf = (key: SigningKey, use: Use, parts: readonly string[]): string =>
  createHmac('sha256', deriveKeyFrom(key, use))
    .update(JSON.stringify(parts))
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url')

const canonical = ({ address }: Pick<Mailed, 'address'>): string =>
  parseEmailAddress(address)?.canonical ?? address
