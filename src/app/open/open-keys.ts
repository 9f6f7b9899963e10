import path from 'node:path'
import type { Config } from '../../config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import {
  loadOrCreateSecret,
  newKeyText,
  parseKeys,
  type SigningKeys,
  verifyKeys,
} from '../../platform/keys.ts'
import { keyPlainHashes } from '../../readers/key-plain-hashes-store.ts'
import { moveSuppressions } from '../../snooze/postgres-snooze-store.ts'
import { findMissingKeys } from '../../supporters/key-rotation/keys-missing-action.ts'
import { READER_MOVERS } from './move-reader.ts'

export type Keys = Record<'signing' | 'encryption' | 'index' | 'reader', SigningKeys>

/**
 * Opens the configured keys, or those stored in DATA_DIR. Throws if the database was last used with others, or if an
 * encrypted address needs a key that is missing.
 */
export const openKeys = async (database: Database, { keys, dataDir }: Config): Promise<Keys> => {
  const kept = async (name: string): Promise<SigningKeys> =>
    read(path.join(dataDir, name), await loadOrCreateSecret(dataDir, name, newKeyText))
  const opened = {
    signing: keys.signing ?? (await kept('signing-keys')),
    encryption: keys.encryption ?? (await kept('sealing-keys')),
    index: keys.index ?? (await kept('index-keys')),
    reader: keys.reader ?? (await kept('reader-keys')),
  }
  await verifyKeys(database, { use: 'signing', keys: opened.signing })
  await verifyKeys(database, { use: 'encryption', keys: opened.encryption })
  await verifyKeys(database, { use: 'index', keys: opened.index })
  await verifyKeys(database, {
    use: 'reader',
    keys: opened.reader,
    onFirstUse: (transaction) =>
      keyPlainHashes(transaction, opened.reader[0], [...READER_MOVERS, moveSuppressions]),
  })
  const missing = await findMissingKeys(database, opened)
  if (missing.length > 0)
    throw new Error(
      `${missing.join(', ')}: mail addresses are still kept with it. Add it behind the new one, then run rotate-keys`,
    )
  return opened
}

const read = (where: string, text: string): SigningKeys => {
  const parsed = parseKeys(text)
  if ('keys' in parsed) return parsed.keys
  throw new Error(`${where}: ${parsed.mistake}`)
}
