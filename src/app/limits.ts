import type { RequestHandler } from 'express'
import { HOUR_MS, MINUTE_MS } from '../platform/clock.ts'
import { deriveKey } from '../platform/keys.ts'
import { type Attempts, passwordAttempts } from '../staff/attempt-store.ts'
import { MAX_ASK_DELAY_MINUTES } from '../supporters/session/sign-in-token.ts'
import { signedInOf } from '../supporters/session/supporter-session.ts'
import type { Asker } from '../supporters/sign-in/ask-for-link-action.ts'
import { connectionOf, networkOf } from '../web/limits/client-address.ts'
import { dailyDigest } from '../web/limits/daily-digest.ts'
import {
  type AddressDigest,
  addressDigest,
  type Budget,
  budget,
  limitByAddress,
  limitByKey,
  onPost,
} from '../web/limits/rate-limit.ts'
import type { SlotRule } from '../web/limits/slot.ts'
import { slots } from '../web/limits/slots.ts'
import type { Resources } from './open/resources.ts'

export type Limits = {
  digest: AddressDigest
  /** Limits requests a minute by network address. */
  perMinute: (name: string, points: number) => RequestHandler
  /** Limits posts a minute by signed-in supporter. Must run after the sign-in is checked. */
  postsPerSupporter: (name: string, points: number) => RequestHandler
  /** Limits posts a minute by the secret in the path, whatever network they come from. */
  postsPerLink: (name: string, points: number) => RequestHandler
  /** Limits sign-in attempts of staff. */
  staffSignIn: Budget
  /** Takes the next time at which a sign-in mail may go out for an asker. */
  takeSlotToAsk: (asker: Asker) => Promise<Date | null>
  /** Limits codes typed without an open request, by network address. */
  spendCode: (networkAddress: string) => Promise<boolean>
  /** Makes staff wait longer after each failed password. */
  passwordAttempts: Attempts
}

/** Slows a shared network, but locks nobody out: its asks wait for each other. */
const ASKS: SlotRule = {
  burst: 20,
  spanMs: HOUR_MS,
  gapMs: MINUTE_MS,
  maxDelayMs: MAX_ASK_DELAY_MINUTES * MINUTE_MS,
}

/** One address takes at most half of the slots of its network, so that it cannot use up those of all others. */
const ASKS_OF_ONE: SlotRule = { ...ASKS, gapMs: 2 * MINUTE_MS }

/** Makes the rate limits that the features share; they count in Redis, or in memory without it. */
export const makeLimits = ({ redis, keys, now }: Resources): Limits => {
  const key = deriveKey(keys, 'rate-limit')
  const digest = addressDigest(key, now)
  const digestText = dailyDigest(key, now)
  const minute = (name: string, points: number) => budget(redis, { name, points, seconds: 60 })
  const takeAskSlot = slots(redis, { name: 'asks', rule: ASKS, now })
  const takeShare = slots(redis, { name: 'asks-of-one', rule: ASKS_OF_ONE, now })
  const codes = minute('codes', 60)
  return {
    digest,
    perMinute: (name, points) => limitByAddress(minute(name, points), digest),
    postsPerSupporter: (name, points) =>
      onPost(
        limitByKey(minute(name, points), (_request, response) =>
          digestText(signedInOf(response).addressIndex.toString('base64url')),
        ),
      ),
    postsPerLink: (name, points) =>
      onPost(limitByKey(minute(name, points), (request) => digestText(String(request.params['token'])))),
    staffSignIn: minute('sign-in', 10),
    takeSlotToAsk: async (asker) => {
      if ('supporterId' in asker) return takeAskSlot(digestText(`supporter ${asker.supporterId}`))
      const share = await takeShare(digestText(`connection ${connectionOf(asker.networkAddress)}`))
      if (share === null) return null
      const slot = await takeAskSlot(digestText(`network ${networkOf(asker.networkAddress)}`))
      return slot && (slot > share ? slot : share)
    },
    spendCode: (networkAddress) => codes(digest(networkAddress)),
    passwordAttempts: passwordAttempts(redis, digestText),
  }
}
