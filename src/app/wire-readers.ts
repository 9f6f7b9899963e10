import type { Request } from 'express'
import { type Readers as ReaderCookies, readerCookies } from '../readers/identify-reader.ts'
import type { IdentifiedReader } from '../readers/reader-cookie.ts'
import type { SettleReader } from '../snooze/settled-entry-action.ts'
import type { SnoozeStore } from '../snooze/snooze-store.ts'
import { type MoveReader, moveReader, settleReader } from './open/move-reader.ts'
import type { Resources } from './open/resources.ts'

export type Readers = ReaderCookies & {
  /** Identifies the reader and settles them. Rejects if the database is unavailable. */
  findReader: (request: Request) => Promise<IdentifiedReader | null>
  moveReader: MoveReader
  settleReader: SettleReader
}

/**
 * Wires the reader cookie to what is stored under its hash. `snoozes`: the store itself, not the careful one, which hides
 * the counts that move with a reader.
 */
export const wireReaders = (resources: Resources, snoozes: SnoozeStore): Readers => {
  const { database, keys, readerKeys, now, https, log } = resources
  const cookies = readerCookies({ keys: { signing: keys, reader: readerKeys }, now, https })
  const settle = settleReader({ database, snoozes, now, log })
  return {
    ...cookies,
    moveReader: moveReader({ database, snoozes, now, log }),
    settleReader: settle,
    findReader: async (request) => {
      const reader = cookies.identify(request)
      if (reader) await settle(reader)
      return reader
    },
  }
}
