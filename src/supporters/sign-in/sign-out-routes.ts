import type { Request, Response } from 'express'
import type { LinkedBrowsers } from '../../billing/status/linked-browser-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { HashedReader } from '../../readers/identify-reader.ts'
import type { IdentifiedReader, Reader } from '../../readers/reader-cookie.ts'
import { endAllSessions } from '../session/sign-in-store.ts'
import type { SupporterSessions } from '../session/supporter-session.ts'

export type SignOutNeeds = {
  database: Database
  sessions: SupporterSessions
  readers: {
    findReader: (request: Request) => Promise<IdentifiedReader | null>
    createReader: () => HashedReader
    setReaderCookie: (response: Response, reader: Reader) => void
  }
  browsers: Pick<LinkedBrowsers, 'unlink' | 'unlinkAll'>
  /** Suppresses appeals under a hash without a word about a supporter. Rejects if the store is unavailable. */
  suppressAfterSignOut: (hash: string) => Promise<number>
  suppressedAfterSignOut: (now: Date) => Date
  /** Forgets who began checkouts in a browser, and closes those that could start another contribution. */
  forgetReaderOfCheckouts: (transaction: Transaction, readerHash: string, now: Date) => Promise<void>
  /** Replaces an entry of the snooze store a little later, also if the store is unavailable now. */
  planRemoval: (
    transaction: Transaction,
    removal: { hash: string; leavesSnooze: boolean },
    now: Date,
  ) => Promise<void>
  now: Clock
  log: Log
}

/**
 * Signs a browser out, or all browsers of the supporter. Afterwards nothing in them tells that somebody gives, and they
 * are linked to nobody. Appeals stay suppressed there for a year.
 */
export const signOutBrowsers = async (
  needs: SignOutNeeds,
  { request, response }: { request: Request; response: Response },
  isEverywhere: boolean,
): Promise<void> => {
  const { sessions, readers } = needs
  const signedIn = await sessions.findSignedIn(request)
  const current = await readers.findReader(request)
  const hashes = await unlink(needs, request, {
    addressIndex: signedIn?.addressIndex ?? null,
    current: current?.hash ?? null,
    isEverywhere,
  })
  sessions.setCookie(response, null)
  for (const hash of hashes) await tryToSuppress(needs, hash)
  if (signedIn) await startReader(needs, response)
}

type Leaving = { addressIndex: Buffer | null; current: string | null; isEverywhere: boolean }

/** Ends the sessions and links in one transaction. If it fails, the supporter can sign out again. */
const unlink = (
  { database, sessions, browsers, planRemoval, forgetReaderOfCheckouts, now }: SignOutNeeds,
  request: Request,
  { addressIndex, current, isEverywhere }: Leaving,
): Promise<string[]> =>
  database.inTransaction(async (transaction) => {
    // Sessions end first, so that a concurrent sign-in cannot link a browser after the steps below.
    if (addressIndex && isEverywhere) await endAllSessions(transaction, addressIndex)
    await sessions.end(transaction, request)
    if (!addressIndex) return []
    const linked = isEverywhere ? await browsers.unlinkAll(transaction, addressIndex) : []
    if (current) await browsers.unlink(transaction, current)
    const hashes = current === null ? linked : [...new Set([...linked, current])]
    for (const hash of hashes) {
      await forgetReaderOfCheckouts(transaction, hash, now())
      await planRemoval(transaction, { hash, leavesSnooze: true }, now())
    }
    return hashes
  })

const tryToSuppress = ({ suppressAfterSignOut, log }: SignOutNeeds, hash: string): Promise<number | null> =>
  suppressAfterSignOut(hash).catch((error: unknown) => {
    log.warn('a signed-out browser is not suppressed yet', { component: 'sign-in', ...errorFields(error) })
    return null
  })

/** Gives the browser a new reader: a cookie that was copied before is worth nothing. The cookie restores a lost entry. */
const startReader = async (needs: SignOutNeeds, response: Response): Promise<void> => {
  const { id, hash } = needs.readers.createReader()
  const serial = (await tryToSuppress(needs, hash)) ?? 1
  const suppressedUntil = needs.suppressedAfterSignOut(needs.now())
  needs.readers.setReaderCookie(response, { id, serial, suppressedUntil })
}
