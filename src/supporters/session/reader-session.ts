import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { DAY_MS } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { newToken, tokenHash } from '../../platform/token.ts'
import { field } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import { seeOther } from '../../web/send.ts'
import { endReaderSession, findReaderSession, openReaderSession } from './sign-in-store.ts'

const SESSION_DAYS = 30

/** Somebody who proved to read the mails of an address. */
export type SignedIn = { addressIndex: Buffer; tokenHash: Uint8Array }

export type ReaderSessions = {
  /** Lets through whoever is signed in, and sends others to the sign-in page. */
  requireReader: RequestHandler
  whoIs: (request: Request) => Promise<SignedIn | null>
  /** In place of what this browser had before. Resolves to its token, for `tell`. */
  begin: (transaction: Transaction, request: Request, holder: Holder) => Promise<string>
  end: (transaction: Transaction, request: Request) => Promise<void>
  /** Has the browser keep a token, or forget the one it has: once what was begun or ended is committed. */
  tell: (response: Response, token: string | null) => void
}

/** `readerHash` in hex. */
type Holder = { addressIndex: Uint8Array; readerHash: string }

type Needs = { database: Database; https: boolean }

/** Random ids in a cookie, kept hashed, so that each can be ended. Not bound to a network address: readers move. */
export const readerSessions = ({ database, https }: Needs): ReaderSessions => {
  // A neutral name, as that of the reader's cookie.
  const name = https ? '__Host-m' : 'm'
  const options = { httpOnly: true, secure: https, sameSite: 'lax', path: '/' } as const
  const tokenIn = (request: Request): string | undefined => parseCookie(request.headers.cookie ?? '')[name]
  const whoIs = async (request: Request): Promise<SignedIn | null> => {
    const token = tokenIn(request)
    if (token === undefined) return null
    const hash = tokenHash(token)
    const addressIndex = await findReaderSession(database, hash)
    return addressIndex && { addressIndex, tokenHash: hash }
  }
  return {
    whoIs,
    requireReader: async (request, response, next) => {
      const signedIn = await whoIs(request)
      if (!signedIn) return seeOther(response, withLanguage('/sign-in', languageAsked(request)))
      response.locals['signedIn'] = signedIn
      next()
    },
    begin: async (transaction, request, { addressIndex, readerHash }) => {
      const before = tokenIn(request)
      if (before !== undefined) await endReaderSession(transaction, tokenHash(before))
      const token = newToken()
      await openReaderSession(transaction, {
        ...{ tokenHash: tokenHash(token), addressIndex, days: SESSION_DAYS },
        readerHash: Buffer.from(readerHash, 'hex'),
      })
      return token
    },
    end: async (transaction, request) => {
      const token = tokenIn(request)
      if (token !== undefined) await endReaderSession(transaction, tokenHash(token))
    },
    tell: (response, token) => {
      if (token === null) response.clearCookie(name, options)
      else response.cookie(name, token, { ...options, maxAge: SESSION_DAYS * DAY_MS })
    },
  }
}

// Of a form as of an address: what ran out while it was filled in goes on in its language.
const languageAsked = (request: Request) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'))

/** Who is signed in, on routes behind `requireReader`. */
export const signedInOf = (response: Response): SignedIn => response.locals['signedIn'] as SignedIn
