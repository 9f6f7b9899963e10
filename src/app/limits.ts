import type { RequestHandler } from 'express'
import { deriveKey } from '../platform/keys.ts'
import type { Readers } from '../readers/identify-reader.ts'
import { type AddressDigest, addressDigest, type Budget, budget, limitByAddress } from '../web/rate-limit.ts'
import type { Resources } from './open/resources.ts'

export type Limits = {
  digest: AddressDigest
  /** Limits requests a minute by network address. */
  perMinute: (name: string, points: number) => RequestHandler
  /** The same, but a reader with our cookie is counted by it instead of by address. */
  perMinuteAndReader: (name: string, points: number) => RequestHandler
  /** Limits sign-in attempts of staff. */
  staffSignIn: Budget
  /** Limits new checkout sessions of the whole server. */
  checkoutSessions: Budget
}

/** Makes the rate limits that the features share; they count in Redis, or in memory without it. */
export const makeLimits = ({ redis, keys, now }: Resources, readers: Readers): Limits => {
  const digest = addressDigest(deriveKey(keys, 'rate-limit'), now)
  const minute = (name: string, points: number) => budget(redis, { name, points, seconds: 60 })
  return {
    digest,
    perMinute: (name, points) => limitByAddress(minute(name, points), digest),
    perMinuteAndReader: (name, points) =>
      limitByAddress(minute(name, points), digest, (request) => readers.identify(request)?.hash ?? null),
    staffSignIn: minute('sign-in', 10),
    checkoutSessions: minute('sessions', 600),
  }
}
