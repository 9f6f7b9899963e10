import type { Queryable } from '../../platform/database/database.ts'
import type { AddressKeys } from '../address/address-store.ts'
import { keysOfAddresses } from '../address/reencrypt-store.ts'
import { keysOfChanges } from './reencrypt-changes-store.ts'

/** Which of the keys that addresses are sealed or indexed with are not among these, each with its use. */
export const keysMissing = async (database: Queryable, keys: AddressKeys): Promise<string[]> => {
  const { encryption, index } = await keysOfAddresses(database)
  const lacks = (name: string, ids: readonly string[], known: readonly { id: string }[]) =>
    [...new Set(ids)].filter((id) => known.every((key) => key.id !== id)).map((id) => `${name} lacks ${id}`)
  return [
    ...lacks('INDEX_KEYS', index, keys.index),
    ...lacks('SEALING_KEYS', [...encryption, ...(await keysOfChanges(database))], keys.encryption),
  ].sort()
}
