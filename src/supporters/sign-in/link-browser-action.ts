import type { LinkedBrowsers } from '../../billing/status/linked-browser-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { supportersWithIndex } from '../address/address-store.ts'

type Needs = {
  database: Database
  linkReader: (
    transaction: Transaction,
    link: { readerHash: Uint8Array; supporterIds: readonly string[]; now: Date },
  ) => Promise<void>
  browsers: Pick<LinkedBrowsers, 'recordOwner'>
  /** A standing waits to be told to a browser. Resolves once it is, or after a moment. */
  publishStatusesToStore: () => Promise<void>
  now: Clock
}

/**
 * Whoever signs in on a device is left alone by the letter there too. `readerHash` in hex. They are signed in also where
 * this fails: it is looked for again within the hour.
 */
export const linkBrowser =
  ({ database, linkReader, browsers, publishStatusesToStore, now, log }: Needs & { log: Log }) =>
  async (readerHash: string, addressIndex: Uint8Array): Promise<void> => {
    try {
      await database.inTransaction(async (transaction) => {
        const supporterIds = await supportersWithIndex(transaction, addressIndex)
        const hash = Buffer.from(readerHash, 'hex')
        await linkReader(transaction, { readerHash: hash, supporterIds, now: now() })
        await browsers.recordOwner(transaction, hash, addressIndex)
      })
      await publishStatusesToStore()
    } catch (error) {
      log.warn('a browser is not tied yet', { component: 'sign-in', ...errorFields(error) })
    }
  }

/** Browsers signed in by an address, or any, from which the letter is to be kept away by what was given under it since. */
const UNTIED = `select distinct encode(s.reader_hash, 'hex') as "readerHash", s.address_index as "addressIndex"
  from supporter_sessions s where s.expires_at > now() and s.reader_hash is not null
    and ($1::bytea is null or s.address_index = $1)
    and exists (select 1 from customers_by_address a where a.address_index = s.address_index and a.supports_until > $2)
    and not exists (select 1 from linked_readers r where r.reader_hash = s.reader_hash and r.supports_until > $2)`

/** The letter leaves whoever is signed in alone as well where what they give was begun elsewhere since. */
export const linkSignedInReader =
  (needs: Needs) =>
  async (addressIndex: Uint8Array | null): Promise<void> => {
    const untied = await needs.database.query<{ readerHash: string; addressIndex: Buffer }>(UNTIED, [
      addressIndex,
      needs.now(),
    ])
    for (const each of untied) await linkWhileSignedIn(needs, each)
    if (untied.length > 0) await needs.publishStatusesToStore()
  }

// Whoever signs out that moment is not tied again.
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
    const supporterIds = await supportersWithIndex(transaction, addressIndex)
    await linkReader(transaction, { readerHash: hash, supporterIds, now: now() })
    await browsers.recordOwner(transaction, hash, addressIndex)
  })
