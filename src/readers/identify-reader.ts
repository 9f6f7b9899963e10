import { createHmac, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import { deriveKey, type SigningKeys } from '../platform/keys.ts'
import { sealedCookie } from '../web/sealed-cookie.ts'
import { COOKIE_DAYS, type IdentifiedReader, type Reader, readReader, writeReader } from './reader-cookie.ts'
import { hashReaderId, type ReaderKeys } from './reader-hash.ts'

export type Readers = {
  /** Returns the reader of the request's cookie. Most requests have none. */
  identify: (request: Pick<Request, 'headers'>) => IdentifiedReader | null
  /** Makes a new reader. Only for requests that need one: nobody gets a cookie for reading. */
  createReader: () => HashedReader
  /** Makes the reader of a checkout: always the same, so that two concurrent clicks are one reader. */
  createReaderFor: (checkoutId: string) => HashedReader
  setReaderCookie: (response: Response, reader: Reader) => void
}

/** `hash`: keyed hash of the id, in hex. */
export type HashedReader = Reader & { hash: string }

/** `signing` encrypts the cookie; `reader` hashes the id in it. */
export type ReaderCookieKeys = { signing: SigningKeys; reader: ReaderKeys }

type Needs = { keys: ReaderCookieKeys; now: Clock; https: boolean }

export const readerCookies = ({ keys, now, https }: Needs): Readers => {
  const cookie = sealedCookie({ name: 'r', keys: keys.signing, https })
  const checkoutKey = deriveKey(keys.reader, 'reader-of-checkout')
  const newReader = (bytes: Uint8Array): HashedReader => {
    const id = Buffer.from(bytes).toString('base64url')
    return { id, hash: hashReaderId(keys.reader[0], id), serial: 0, suppressedUntil: null }
  }
  return {
    identify: (request) => {
      const content = cookie.read(request)
      return content === null ? null : readReader(content, keys.reader, now())
    },
    createReader: () => newReader(randomBytes(16)),
    createReaderFor: (checkoutId) =>
      newReader(createHmac('sha256', checkoutKey).update(checkoutId).digest().subarray(0, 16)),
    setReaderCookie: (response, reader) =>
      cookie.write(response, writeReader(reader, now()), COOKIE_DAYS * DAY_MS),
  }
}
