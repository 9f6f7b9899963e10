import type { Request, Response } from 'express'
import { MINUTE_MS } from '../../platform/clock.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { sealedCookie } from '../../web/sealed-cookie.ts'
import { isRequestId, MAX_ASK_DELAY_MINUTES, SIGN_IN_MINUTES } from '../session/sign-in-token.ts'

const MAX_REQUESTS = 5
const COOKIE_MINUTES = MAX_ASK_DELAY_MINUTES + SIGN_IN_MINUTES

/** The sign-in requests that this browser made. */
export type SignInRequestCookie = {
  /** Returns the ids of the latest requests, newest first. */
  read: (request: Request) => string[]
  add: (request: Request, response: Response, id: string) => void
  clear: (response: Response) => void
}

/**
 * Keeps the ids of this browser's latest sign-in requests: a typed code may come from the mail of an earlier one.
 * A cookie holds them rather than the address bar, so that the browser's history does not keep them.
 */
export const signInRequestCookie = ({
  keys,
  https,
}: {
  keys: SigningKeys
  https: boolean
}): SignInRequestCookie => {
  const cookie = sealedCookie({ name: 'q', keys, https })
  const read = (request: Request): string[] =>
    (cookie.read(request) ?? '').split('.').filter(isRequestId).slice(0, MAX_REQUESTS)
  return {
    read,
    add: (request, response, id) => {
      const ids = [id, ...read(request)].slice(0, MAX_REQUESTS)
      cookie.write(response, ids.join('.'), COOKIE_MINUTES * MINUTE_MS)
    },
    clear: cookie.clear,
  }
}
