import jwt from 'jsonwebtoken'
import { DAY_MS } from '../platform/clock.ts'
import type { SigningKeys } from '../platform/keys.ts'
import { hashReaderId, type ReaderKeys } from './reader-hash.ts'

/** A reader's random id and the end of their snooze. The cookie never says why appeals are suppressed. */
export type Reader = { id: string; serial: number; suppressedUntil: Date | null }

export type IdentifiedReader = Reader & {
  /** Keyed hash of the id, in hex. The server stores the hash instead of the id. */
  hash: string
  /** Hashes under the older keys, newest first. Rows under them are moved to `hash`. */
  olderHashes: readonly string[]
  /** The cookie is past half its life and should be reissued. */
  isAging: boolean
}

export const COOKIE_DAYS = 400
const REISSUE_BELOW_DAYS = 200
const AUDIENCE = 'reader'

/** Gives a new reader the snooze that the cookie of the previous one names. */
export const sameSnooze = (reader: Reader, previous: Reader | null): Reader => ({
  id: reader.id,
  serial: previous?.serial ?? 0,
  suppressedUntil: previous?.suppressedUntil ?? null,
})

export const signReader = (
  { id, serial, suppressedUntil }: Reader,
  [key]: SigningKeys,
  now: Date,
): string => {
  const issuedAt = Math.floor(now.getTime() / 1000)
  const claims = {
    jti: id,
    s: serial,
    aud: AUDIENCE,
    iat: issuedAt,
    exp: issuedAt + (COOKIE_DAYS * DAY_MS) / 1000,
    ...(suppressedUntil ? { q: suppressedUntil.getTime() } : {}),
  }
  return jwt.sign(claims, key.key, { algorithm: 'HS256', keyid: key.id })
}

/** `signing` verifies the cookie; `reader` hashes the id in it. */
export type ReaderCookieKeys = { signing: SigningKeys; reader: ReaderKeys }

/** Returns the reader of a cookie; null if it is not ours, was altered or has expired. Never throws. */
export const readReader = (token: string, keys: ReaderCookieKeys, now: Date): IdentifiedReader | null => {
  try {
    const header = jwt.decode(token, { complete: true })?.header
    const key = keys.signing.find((each) => each.id === header?.kid)
    if (!key) return null
    const claims = jwt.verify(token, key.key, {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      clockTimestamp: Math.floor(now.getTime() / 1000),
    })
    return typeof claims === 'string' ? null : readerFrom(claims, keys.reader, now)
  } catch {
    // `decode` throws on a header that is not JSON, `verify` on everything else that is wrong.
    return null
  }
}

const readerFrom = (claims: jwt.JwtPayload, keys: ReaderKeys, now: Date): IdentifiedReader | null => {
  const { jti: id, exp } = claims
  const serial: unknown = claims['s']
  const suppressedUntil: unknown = claims['q']
  if (typeof id !== 'string' || typeof serial !== 'number' || typeof exp !== 'number') return null
  const [first, ...older] = keys
  return {
    id,
    serial,
    suppressedUntil: typeof suppressedUntil === 'number' ? new Date(suppressedUntil) : null,
    hash: hashReaderId(first, id),
    olderHashes: older.map((key) => hashReaderId(key, id)),
    isAging: exp * 1000 - now.getTime() < REISSUE_BELOW_DAYS * DAY_MS,
  }
}
