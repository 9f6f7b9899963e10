import type { Database } from '../../platform/database/database.ts'
import type { AddressKeys } from '../address/address-store.ts'
import {
  countOfOldKeys,
  indexOfOldKeys,
  type Reencrypted,
  reencryptAddress,
} from '../address/reencrypt-store.ts'
import { countChangesOfOldKeys, reencryptAddressChanges } from './reencrypt-changes-store.ts'

/**
 * Seals and indexes with the first keys what was with others, one address after another, each in a transaction of its
 * own: readers sign in and mails are sent meanwhile, and whoever is cut off goes on where it was. What does not open is
 * left as it is, and holds up nothing. Resolves to how many rows there are, or were.
 */
export const rotateKeys = async (
  database: Database,
  keys: AddressKeys,
  isDryRun: boolean,
): Promise<Reencrypted> => {
  const { encryption } = keys
  if (isDryRun) {
    const rows = (await countOfOldKeys(database, keys)) + (await countChangesOfOldKeys(database, encryption))
    return { rows, unopened: 0 }
  }
  const done = await reencryptAddressChanges(database, encryption)
  let after: Uint8Array = new Uint8Array()
  for (;;) {
    const due = await indexOfOldKeys(database, keys, after)
    if (!due) return done
    const { rows, unopened } = await database.inTransaction((transaction) =>
      reencryptAddress(transaction, keys, due),
    )
    done.rows += rows
    done.unopened += unopened
    after = due
  }
}
