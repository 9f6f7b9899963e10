import type { Queryable } from '../../platform/database/database.ts'
import type { AddressKeys } from '../address/address-store.ts'
import { findAddressKeys } from '../address/reencrypt-store.ts'
import { findChangeKeys } from './reencrypt-changes-store.ts'

/** Lists the keys that stored addresses are encrypted or indexed with and that are not configured. */
export const findMissingKeys = async (database: Queryable, keys: AddressKeys): Promise<string[]> => {
  const { encryption, index } = await findAddressKeys(database)
  const lacks = (name: string, ids: readonly string[], known: readonly { id: string }[]) =>
    [...new Set(ids)].filter((id) => known.every((key) => key.id !== id)).map((id) => `${name} lacks ${id}`)
  return [
    ...lacks('INDEX_KEYS', index, keys.index),
    ...lacks('SEALING_KEYS', [...encryption, ...(await findChangeKeys(database))], keys.encryption),
  ].sort()
}
