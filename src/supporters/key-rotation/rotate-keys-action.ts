import type { Database } from '../../platform/database/database.ts'
import type { AddressKeys } from '../address/address-store.ts'
import {
  countRowsWithOldKeys,
  findNextIndexWithOldKeys,
  type Reencrypted,
  reencryptAddress,
} from '../address/reencrypt-store.ts'
import { countChangesWithOldKeys, reencryptAddressChanges } from './reencrypt-changes-store.ts'

/**
 * Re-encrypts and re-indexes all addresses with the first keys. Each address gets its own transaction.
 * Supporters can sign in meanwhile, and an interrupted run continues where it stopped.
 * Rows that cannot be decrypted are skipped and counted. A dry run only counts the rows.
 */
export const rotateKeys = async (
  database: Database,
  keys: AddressKeys,
  isDryRun: boolean,
): Promise<Reencrypted> => {
  const { encryption } = keys
  if (isDryRun) {
    const rows =
      (await countRowsWithOldKeys(database, keys)) + (await countChangesWithOldKeys(database, encryption))
    return { rows, undecrypted: 0 }
  }
  const done = await reencryptAddressChanges(database, encryption)
  let after: Uint8Array = new Uint8Array()
  for (;;) {
    const index = await findNextIndexWithOldKeys(database, keys, after)
    if (!index) return done
    const { rows, undecrypted } = await database.inTransaction((transaction) =>
      reencryptAddress(transaction, keys, index),
    )
    done.rows += rows
    done.undecrypted += undecrypted
    after = index
  }
}
