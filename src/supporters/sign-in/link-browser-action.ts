import type { LinkReader } from '../../billing/status/browser-status-store.ts'
import type { LinkedBrowsers } from '../../billing/status/linked-browser-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { ReaderMove } from '../../readers/reader-hash.ts'
import { findSupportersByIndex } from '../address/address-store.ts'

type Needs = {
  database: Database
  linkReader: LinkReader
  browsers: Pick<LinkedBrowsers, 'recordOwner'>
  /** Publishes waiting supporter statuses to the snooze store. */
  publishStatusesToStore: () => Promise<void>
  now: Clock
}

/** `from`: the hash of the reader so far, in hex; null if there was none. `to`: that of the new one. */
export type LinkBrowser = (
  reader: { from: string | null; to: string },
  addressIndex: Uint8Array,
) => Promise<void>

/**
 * Links the browser of a supporter who signs in, so that it shows no appeal. What stood under the reader so far moves
 * to the new one, so that a cookie that was copied before is worth nothing.
 * Never rejects: a failed link is retried within the hour, and the sign-in succeeds anyway.
 */
export const linkBrowser =
  (needs: Needs & { moveReader: (move: ReaderMove) => Promise<void>; log: Log }): LinkBrowser =>
  async ({ from, to }, addressIndex) => {
    const { database, linkReader, browsers, publishStatusesToStore, now, log } = needs
    try {
      if (from !== null) await needs.moveReader({ from, to })
      await database.inTransaction(async (transaction) => {
        const supporterIds = await findSupportersByIndex(transaction, addressIndex)
        const hash = Buffer.from(to, 'hex')
        await linkReader(transaction, { readerHash: hash, supporterIds, now: now() })
        await browsers.recordOwner(transaction, hash, addressIndex)
      })
      await publishStatusesToStore()
    } catch (error) {
      log.warn('a browser is not linked yet', { component: 'sign-in', ...errorFields(error) })
    }
  }

/** Signed-in browsers, of one address or of all, whose supporter has given since and which are not linked yet. */
const UNLINKED = `select distinct encode(s.reader_hash, 'hex') as "readerHash", s.address_index as "addressIndex"
  from supporter_sessions s where s.expires_at > now() and s.reader_hash is not null
    and ($1::bytea is null or s.address_index = $1)
    and exists (select 1 from customers_by_address a where a.address_index = s.address_index and a.supports_until > $2)
    and not exists (select 1 from linked_readers r where r.reader_hash = s.reader_hash and r.supports_until > $2)`

/** Links signed-in browsers whose supporter began to give in another browser. Null looks at all addresses. */
export const linkSignedInBrowsers =
  (needs: Needs) =>
  async (addressIndex: Uint8Array | null): Promise<void> => {
    const unlinked = await needs.database.query<{ readerHash: string; addressIndex: Buffer }>(UNLINKED, [
      addressIndex,
      needs.now(),
    ])
    for (const each of unlinked) await linkWhileSignedIn(needs, each)
    if (unlinked.length > 0) await needs.publishStatusesToStore()
  }

// The lock on the session keeps a browser that signs out at the same moment from being linked again.
const linkWhileSignedIn = (
  { database, linkReader, browsers, now }: Needs,
  { readerHash, addressIndex }: { readerHash: string; addressIndex: Buffer },
): Promise<void> =>
  database.inTransaction(async (transaction) => {
    const hash = Buffer.from(readerHash, 'hex')
    const sessions = await transaction.query(
      `select 1 from supporter_sessions where reader_hash = $1 and address_index = $2 and expires_at > now() for share`,
      [hash, addressIndex],
    )
    if (sessions.length === 0) return
    const supporterIds = await findSupportersByIndex(transaction, addressIndex)
    await linkReader(transaction, { readerHash: hash, supporterIds, now: now() })
    await browsers.recordOwner(transaction, hash, addressIndex)
  })
