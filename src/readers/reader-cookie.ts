import { createHash } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { DAY_MS } from '../platform/clock.ts'
import type { SigningKeys } from '../platform/keys.ts'

/** A reader's random id and the end of their snooze. The cookie never says why appeals are suppressed. */
export type Reader = { id: string; serial: number; suppressedUntil: Date | null }

export type IdentifiedReader = Reader & {
  /** SHA-256 of the id, in hex. The server stores the hash instead of the id. */
  hash: string
  /** The cookie is past half its life and should be reissued. */
  isAging: boolean
}

export const COOKIE_DAYS = 400
const REISSUE_BELOW_DAYS = 200
const AUDIENCE = 'reader'

export const readerHash = (id: string): string => createHash('sha256').update(id).digest('hex')

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

/** Returns the reader of a cookie; null if it is not ours, was altered or has expired. */
export const readReader = (token: string, keys: SigningKeys, now: Date): IdentifiedReader | null => {
  const header = jwt.decode(token, { complete: true })?.header
  const key = keys.find((each) => each.id === header?.kid)
  if (!key) return null
  try {
    const claims = jwt.verify(token, key.key, {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      clockTimestamp: Math.floor(now.getTime() / 1000),
    })
    return typeof claims === 'string' ? null : visitFrom(claims, now)
  } catch {
    return null
  }
}

const visitFrom = (claims: jwt.JwtPayload, now: Date): IdentifiedReader | null => {
  const { jti: id, exp } = claims
  const serial: unknown = claims['s']
  const suppressedUntil: unknown = claims['q']
  if (typeof id !== 'string' || typeof serial !== 'number' || typeof exp !== 'number') return null
  return {
    id,
    serial,
    suppressedUntil: typeof suppressedUntil === 'number' ? new Date(suppressedUntil) : null,
    hash: readerHash(id),
    isAging: exp * 1000 - now.getTime() < REISSUE_BELOW_DAYS * DAY_MS,
  }
}
