import { createHmac, randomBytes } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import { deriveKey } from '../platform/keys.ts'
import {
  COOKIE_DAYS,
  type IdentifiedReader,
  type Reader,
  type ReaderCookieKeys,
  readReader,
  signReader,
} from './reader-cookie.ts'
import { hashReaderId } from './reader-hash.ts'

export type Readers = {
  /** Returns the reader of the request's cookie. Most requests have none. */
  identify: (request: Request) => IdentifiedReader | null
  /** Makes a new reader. Only for requests that need one: nobody gets a cookie for reading. */
  createReader: () => HashedReader
  /** Makes the reader of a checkout: always the same, so that two concurrent clicks are one reader. */
  createReaderFor: (checkoutId: string) => HashedReader
  setReaderCookie: (response: Response, reader: Reader) => void
}

/** `hash`: keyed hash of the id, in hex. */
export type HashedReader = Reader & { hash: string }

type Needs = { keys: ReaderCookieKeys; now: Clock; https: boolean }

export const readerCookies = ({ keys, now, https }: Needs): Readers => {
  // A neutral name: the cookies of a seized device must not reveal what was read on it.
  const name = https ? '__Host-r' : 'r'
  const checkoutKey = deriveKey(keys.reader, 'reader-of-checkout')
  const newReader = (bytes: Uint8Array): HashedReader => {
    const id = Buffer.from(bytes).toString('base64url')
    return { id, hash: hashReaderId(keys.reader[0], id), serial: 0, suppressedUntil: null }
  }
  return {
    identify: (request) => {
      const header = request.headers.cookie
      const token = header === undefined ? undefined : parseCookie(header)[name]
      return token === undefined ? null : readReader(token, keys, now())
    },
    createReader: () => newReader(randomBytes(16)),
    createReaderFor: (checkoutId) =>
      newReader(createHmac('sha256', checkoutKey).update(checkoutId).digest().subarray(0, 16)),
    setReaderCookie: (response, reader) => {
      const options = {
        httpOnly: true,
        secure: https,
        sameSite: 'lax',
        path: '/',
        maxAge: COOKIE_DAYS * DAY_MS,
      } as const
      response.cookie(name, signReader(reader, keys.signing, now()), options)
    },
  }
}
