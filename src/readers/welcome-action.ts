import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database.ts'
import { supportersWithIndex } from './address-store.ts'

type Needs = {
  database: Database
  tieReader: (
    transaction: Transaction,
    hash: Buffer,
    supporterIds: readonly string[],
    now: Date,
  ) => Promise<void>
  /** A standing waits to be told to a browser. Resolves once it is, or after a moment. */
  tellStandings: () => Promise<void>
  now: Clock
}

/** Whoever signs in on a device is left alone by the letter there too. `readerHash` in hex. */
export const welcomeReader =
  ({ database, tieReader, tellStandings, now }: Needs) =>
  async (readerHash: string, addressIndex: Uint8Array): Promise<void> => {
    await database.inTransaction(async (transaction) => {
      const supporterIds = await supportersWithIndex(transaction, addressIndex)
      await tieReader(transaction, Buffer.from(readerHash, 'hex'), supporterIds, now())
    })
    await tellStandings()
  }
