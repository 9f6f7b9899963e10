import { createHmac, randomBytes } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import { deriveKey, type SigningKeys } from '../platform/keys.ts'
import {
  COOKIE_DAYS,
  type IdentifiedReader,
  type Reader,
  readerHash,
  readReader,
  signReader,
} from './reader-cookie.ts'

export type Readers = {
  /** Returns the reader of the request's cookie. Most requests have none. */
  identify: (request: Request) => IdentifiedReader | null
  /** Returns the key that the rate limits of a known reader are counted under. */
  rateLimitKey: (request: Request) => string | null
  /** Makes a new reader. Only for requests that need one: nobody gets a cookie for reading. */
  createReader: () => Reader
  /** Makes the same reader for the same form, so that two concurrent clicks are one reader. */
  createReaderFor: (formToken: string) => Reader
  setReaderCookie: (response: Response, reader: Reader) => void
}

type Needs = { keys: SigningKeys; now: Clock; https: boolean }

export const readerCookies = ({ keys, now, https }: Needs): Readers => {
  // A neutral name: the cookies of a seized device must not reveal what was read on it.
  const name = https ? '__Host-r' : 'r'
  const formKey = deriveKey(keys, 'reader-of-form')
  const identify = (request: Request): IdentifiedReader | null => {
    const header = request.headers.cookie
    const token = header === undefined ? undefined : parseCookie(header)[name]
    return token === undefined ? null : readReader(token, keys, now())
  }
  return {
    identify,
    rateLimitKey: (request) => {
      const visit = identify(request)
      return visit && readerHash(visit.id)
    },
    createReader: () => newReader(randomBytes(16)),
    createReaderFor: (formToken) =>
      newReader(createHmac('sha256', formKey).update(formToken).digest().subarray(0, 16)),
    setReaderCookie: (response, reader) => {
      const options = {
        httpOnly: true,
        secure: https,
        sameSite: 'lax',
        path: '/',
        maxAge: COOKIE_DAYS * DAY_MS,
      } as const
      response.cookie(name, signReader(reader, keys, now()), options)
    },
  }
}

const newReader = (bytes: Uint8Array): Reader => ({
  id: Buffer.from(bytes).toString('base64url'),
  serial: 0,
  suppressedUntil: null,
})
