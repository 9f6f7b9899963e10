import type { Request } from 'express'
import { type Readers as ReaderCookies, readerCookies } from '../readers/identify-reader.ts'
import type { IdentifiedReader } from '../readers/reader-cookie.ts'
import type { SnoozeStore } from '../snooze/snooze-store.ts'
import { type MoveReader, moveFromOlderKeys, moveReader } from './open/move-reader.ts'
import type { Resources } from './open/resources.ts'

export type Readers = ReaderCookies & {
  /** Identifies the reader and first moves what stands under older keys. Rejects if the database is unavailable. */
  findReader: (request: Request) => Promise<IdentifiedReader | null>
  moveReader: MoveReader
  moveFromOlderKeys: ReturnType<typeof moveFromOlderKeys>
}

/** Wires the reader cookie to what is stored under its hash. */
export const wireReaders = (resources: Resources, snoozes: SnoozeStore): Readers => {
  const { database, keys, readerKeys, now, https, log } = resources
  const cookies = readerCookies({ keys: { signing: keys, reader: readerKeys }, now, https })
  const move = moveReader({ database, snoozes, now, log })
  const moveOlder = moveFromOlderKeys(move)
  return {
    ...cookies,
    moveReader: move,
    moveFromOlderKeys: moveOlder,
    findReader: async (request) => {
      const reader = cookies.identify(request)
      if (reader) await moveOlder(reader)
      return reader
    },
  }
}
