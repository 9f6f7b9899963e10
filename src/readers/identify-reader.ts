import { createHmac, randomBytes } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import { deriveKey, type SigningKeys } from '../platform/keys.ts'
import {
  COOKIE_DAYS,
  type Reader,
  type ReaderVisit,
  readerHash,
  readReader,
  signReader,
} from './reader-cookie.ts'

export type Readers = {
  /** The reader whose cookie came with the request. Most have none. */
  identify: (request: Request) => ReaderVisit | null
  /** What the uses of a known reader are counted under. */
  countedAs: (request: Request) => string | null
  /** Only for a reader who just asked us something: nobody gets a cookie for reading. */
  mint: () => Reader
  /** The same for the same form: two clicks that race are one reader. */
  mintFor: (formToken: string) => Reader
  remember: (response: Response, reader: Reader) => void
}

type Needs = { keys: SigningKeys; now: Clock; https: boolean }

export const readerCookies = ({ keys, now, https }: Needs): Readers => {
  // A neutral name: a seized device should not tell from its cookies whom it read.
  const name = https ? '__Host-r' : 'r'
  const formKey = deriveKey(keys, 'reader-of-form')
  const identify = (request: Request): ReaderVisit | null => {
    const header = request.headers.cookie
    const token = header === undefined ? undefined : parseCookie(header)[name]
    return token === undefined ? null : readReader(token, keys, now())
  }
  return {
    identify,
    countedAs: (request) => {
      const visit = identify(request)
      return visit && readerHash(visit.id)
    },
    mint: () => newReader(randomBytes(16)),
    mintFor: (formToken) =>
      newReader(createHmac('sha256', formKey).update(formToken).digest().subarray(0, 16)),
    remember: (response, reader) => {
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
