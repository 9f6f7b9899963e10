import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from './keys.ts'

const MAC_BYTES = 16

/** A text that is signed for one use. A MAC for one use is invalid for every other. */
export type Signed = { use: string; text: string }

/** Returns 16 bytes of a MAC by the first key, as 22 characters of base64url. */
export const macOf = ([key]: SigningKeys, signed: Signed): string => macBy(key, signed)

/** Returns whether one of the keys made the MAC. It is compared as text: several texts decode to the same 16 bytes. */
export const isMacOf = (keys: SigningKeys, signed: Signed, mac: string): boolean =>
  keys.some((key) => isSameText(macBy(key, signed), mac))

/** Compares two texts in a time that tells nothing of where they differ. */
export const isSameText = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const macBy = (key: SigningKey, { use, text }: Signed): string =>
  createHmac('sha256', deriveKeyFrom(key, use))
    .update(text)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url')
