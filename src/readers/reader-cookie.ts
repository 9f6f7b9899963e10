import { z } from 'zod'
import { DAY_MS } from '../platform/clock.ts'
import { hashReaderId, type ReaderKeys } from './reader-hash.ts'

/** A reader's random id and the end of their snooze. The cookie never says why appeals are suppressed. */
export type Reader = { id: string; serial: number; suppressedUntil: Date | null }

export type IdentifiedReader = Reader & {
  /** Keyed hash of the id, in hex. The server stores the hash instead of the id. */
  hash: string
  /** Hashes under the older keys, newest first. Rows under them are moved to `hash`. */
  olderHashes: readonly string[]
  /** The cookie is past half its life and should be reissued. */
  isAging: boolean
}

export const COOKIE_DAYS = 400
const REISSUE_BELOW_DAYS = 200

/** The content of the cookie: id, serial, end of the snooze and time of issue in milliseconds. */
const contentSchema = z.tuple([z.string().min(1), z.number(), z.number().nullable(), z.number()])

/** Gives a new reader the snooze that the cookie of the previous one names. */
export const sameSnooze = (reader: Reader, previous: Reader | null): Reader => ({
  id: reader.id,
  serial: previous?.serial ?? 0,
  suppressedUntil: previous?.suppressedUntil ?? null,
})

/** Writes the content of the cookie, which must still be encrypted. */
export const writeReader = ({ id, serial, suppressedUntil }: Reader, now: Date): string =>
  JSON.stringify([id, serial, suppressedUntil?.getTime() ?? null, now.getTime()])

/** Returns the reader of a cookie's content; null if it is malformed or has expired. Never throws. */
export const readReader = (content: string, keys: ReaderKeys, now: Date): IdentifiedReader | null => {
  const parsed = contentSchema.safeParse(parseJson(content))
  if (!parsed.success) return null
  const [id, serial, until, issuedAt] = parsed.data
  const leftMs = issuedAt + COOKIE_DAYS * DAY_MS - now.getTime()
  if (leftMs <= 0) return null
  const [first, ...older] = keys
  return {
    id,
    serial,
    suppressedUntil: until === null ? null : new Date(until),
    hash: hashReaderId(first, id),
    olderHashes: older.map((key) => hashReaderId(key, id)),
    isAging: leftMs < REISSUE_BELOW_DAYS * DAY_MS,
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
