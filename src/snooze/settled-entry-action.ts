import type { SnoozeStore } from './snooze-store.ts'
import type { KnownReader, SuppressionEntry } from './suppression.ts'

/** Moves what is stored under earlier hashes of a reader. Rejects if the database is unavailable. */
export type SettleReader = (reader: Pick<KnownReader, 'hash' | 'olderHashes'>) => Promise<void>

/** Finds an entry. Looks at the reader's earlier hashes only if there is none, so that a known reader needs no database. */
export const findSettledEntry = async (
  { store, settleReader }: { store: Pick<SnoozeStore, 'find'>; settleReader: SettleReader },
  reader: Pick<KnownReader, 'hash' | 'olderHashes'>,
): Promise<SuppressionEntry | null> => {
  const entry = await store.find(reader.hash)
  if (entry !== null) return entry
  await settleReader(reader)
  return store.find(reader.hash)
}
