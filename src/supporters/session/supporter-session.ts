import type { Request, RequestHandler, Response } from 'express'
import { DAY_MS } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { newToken, tokenHash } from '../../platform/token.ts'
import { field } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import { sealedCookie } from '../../web/sealed-cookie.ts'
import { seeOther } from '../../web/send.ts'
import { createSupporterSession, endSupporterSession, findSupporterSession } from './sign-in-store.ts'

const SESSION_DAYS = 30

/** A supporter who proved that they read the mails of an address. */
export type SignedIn = { addressIndex: Buffer; tokenHash: Uint8Array }

/** `readerHash` in hex. */
type SessionOwner = { addressIndex: Uint8Array; readerHash: string }

export type SupporterSessions = {
  /** Sends requests without a session to the sign-in page. */
  requireSignIn: RequestHandler
  findSignedIn: (request: Request) => Promise<SignedIn | null>
  /** Replaces this browser's session. Resolves to the new token, for `setCookie`. */
  start: (transaction: Transaction, request: Request, owner: SessionOwner) => Promise<string>
  end: (transaction: Transaction, request: Request) => Promise<void>
  /** Sets the session cookie, or clears it for null. Call it after the transaction commits. */
  setCookie: (response: Response, token: string | null) => void
}

type Needs = { database: Database; keys: SigningKeys; https: boolean }

/**
 * Keeps sessions as random tokens in a cookie. The database holds only their hashes, so that each can be ended.
 * A session is not bound to a network address, because phones change networks.
 */
export const supporterSessions = ({ database, keys, https }: Needs): SupporterSessions => {
  const cookie = sealedCookie({ name: 'm', keys, https })
  const findSignedIn = async (request: Request): Promise<SignedIn | null> => {
    const token = cookie.read(request)
    if (token === null) return null
    const hash = tokenHash(token)
    const addressIndex = await findSupporterSession(database, hash)
    return addressIndex && { addressIndex, tokenHash: hash }
  }
  return {
    findSignedIn,
    requireSignIn: async (request, response, next) => {
      const signedIn = await findSignedIn(request)
      if (!signedIn) return seeOther(response, withLanguage('/sign-in', requestedLanguage(request)))
      response.locals['signedIn'] = signedIn
      next()
    },
    start: async (transaction, request, { addressIndex, readerHash }) => {
      const previous = cookie.read(request)
      if (previous !== null) await endSupporterSession(transaction, tokenHash(previous))
      const token = newToken()
      await createSupporterSession(transaction, {
        tokenHash: tokenHash(token),
        addressIndex,
        days: SESSION_DAYS,
        readerHash: Buffer.from(readerHash, 'hex'),
      })
      return token
    },
    end: async (transaction, request) => {
      const token = cookie.read(request)
      if (token !== null) await endSupporterSession(transaction, tokenHash(token))
    },
    setCookie: (response, token) => {
      if (token === null) cookie.clear(response)
      else cookie.write(response, token, SESSION_DAYS * DAY_MS)
    },
  }
}

// A form whose session expired while it was filled in keeps its language.
const requestedLanguage = (request: Request) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'))

/** Returns the signed-in supporter. Only for routes that run `requireSignIn` first. */
export const signedInOf = (response: Response): SignedIn => response.locals['signedIn'] as SignedIn
