import type { RequestHandler } from 'express'
import { HOUR_MS, MINUTE_MS } from '../platform/clock.ts'
import { deriveKey } from '../platform/keys.ts'
import { type Attempts, passwordAttempts } from '../staff/attempt-store.ts'
import { MAX_ASK_DELAY_MINUTES } from '../supporters/session/sign-in-token.ts'
import { signedInOf } from '../supporters/session/supporter-session.ts'
import type { Asker } from '../supporters/sign-in/ask-for-link-action.ts'
import { networkOf } from '../web/limits/client-address.ts'
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

/** Makes the rate limits that the features share; they count in Redis, or in memory without it. */
export const makeLimits = ({ redis, keys, now }: Resources): Limits => {
  const key = deriveKey(keys, 'rate-limit')
  const digest = addressDigest(key, now)
  const digestText = dailyDigest(key, now)
  const minute = (name: string, points: number) => budget(redis, { name, points, seconds: 60 })
  const takeAskSlot = slots(redis, { name: 'asks', rule: ASKS, now })
  const codes = minute('codes', 60)
  return {
    digest,
    perMinute: (name, points) => limitByAddress(minute(name, points), digest),
    postsPerSupporter: (name, points) =>
      onPost(
        limitByKey(minute(name, points), (_request, response) =>
          signedInOf(response).addressIndex.toString('base64url'),
        ),
      ),
    staffSignIn: minute('sign-in', 10),
    takeSlotToAsk: (asker) => takeAskSlot(digestText(nameOf(asker))),
    spendCode: (networkAddress) => codes(digest(networkAddress)),
    passwordAttempts: passwordAttempts(redis, digestText),
  }
}

const nameOf = (asker: Asker): string =>
  'supporterId' in asker ? `supporter ${asker.supporterId}` : `network ${networkOf(asker.networkAddress)}`
