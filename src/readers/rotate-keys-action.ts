import type { Database } from '../platform/database.ts'
import { type AddressKeys, countOfOldKeys, indexOfOldKeys, resealAddress } from './address-store.ts'

/**
 * Seals and indexes with the first keys what was with others, one address after another, each in a transaction of its
 * own: readers sign in and mails are sent meanwhile, and whoever is cut off goes on where it was. Resolves to how many
 * rows there are, or were.
 */
export const rotateKeys = async (
  database: Database,
  keys: AddressKeys,
  isDryRun: boolean,
): Promise<number> => {
  if (isDryRun) return countOfOldKeys(database, keys)
  let resealed = 0
  for (
    let index = await indexOfOldKeys(database, keys);
    index;
    index = await indexOfOldKeys(database, keys)
  ) {
    const due = index
    resealed += await database.inTransaction((transaction) => resealAddress(transaction, keys, due))
  }
  return resealed
}
