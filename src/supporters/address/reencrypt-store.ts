import { parseEmailAddress } from '../../mail/email-address.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { blindIndex, decrypt, encrypt } from '../../platform/encryption.ts'
import {
  ADDRESS_COLUMNS,
  ADDRESS_USE,
  type AddressKeys,
  type EncryptedRow,
  placeOf,
} from './address-store.ts'

const OF_OLD_KEYS = '(encryption_key <> $1 or index_key <> $2)'

export const countRowsWithOldKeys = async (database: Queryable, keys: AddressKeys): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from customer_addresses where ${OF_OLD_KEYS}`,
    [keys.encryption[0].id, keys.index[0].id],
  )
  return row?.count ?? 0
}

/** Returns the next index of an address that uses a previous key; null after the last. */
export const findNextIndexWithOldKeys = async (
  database: Queryable,
  keys: AddressKeys,
  after: Uint8Array,
): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    `select address_index as index from customer_addresses where ${OF_OLD_KEYS} and address_index > $3
     order by address_index limit 1`,
    [keys.encryption[0].id, keys.index[0].id, after],
  )
  return row?.index ?? null
}

/** Returns the ids of the keys that addresses are encrypted and indexed with. */
export const findAddressKeys = async (
  database: Queryable,
): Promise<{ encryption: string[]; index: string[] }> => {
  const rows = await database.query<{ encryption: string; index: string }>(
    'select distinct encryption_key as encryption, index_key as index from customer_addresses',
  )
  return {
    encryption: [...new Set(rows.map(({ encryption }) => encryption))],
    index: [...new Set(rows.map(({ index }) => index))],
  }
}

/** Counts re-encrypted rows, and rows that were skipped because they cannot be decrypted. */
export type Reencrypted = { rows: number; undecrypted: number }

/** Re-encrypts and re-indexes all rows of one address, and updates every table that refers to its index. */
export const reencryptAddress = async (
  transaction: Queryable,
  keys: AddressKeys,
  index: Uint8Array,
): Promise<Reencrypted> => {
  const rows = await transaction.query<EncryptedRow>(
    `select ${ADDRESS_COLUMNS} from customer_addresses where address_index = $1 order by customer_id for update`,
    [index],
  )
  let undecrypted = 0
  for (const row of rows) {
    const text = decrypt(keys.encryption, row.encrypted, placeOf(row.customerId))
    const address = text.ok ? parseEmailAddress(text.text) : null
    if (!address) undecrypted += 1
    else await reencryptRow(transaction, keys, { row, address, index })
  }
  return { rows: rows.length - undecrypted, undecrypted }
}

type ToReencrypt = {
  row: EncryptedRow
  address: NonNullable<ReturnType<typeof parseEmailAddress>>
  index: Uint8Array
}

const reencryptRow = async (
  transaction: Queryable,
  keys: AddressKeys,
  { row, address, index }: ToReencrypt,
): Promise<void> => {
  const newIndex = blindIndex(keys.index, address.canonical, ADDRESS_USE)
  await transaction.query(
    `with signed_in as (update supporter_sessions set address_index = $3 where address_index = $7),
       erased as (update erasures set address_index = $3 where address_index = $7 and $3::bytea <> $7
         and not exists (select 1 from erasures o where o.address_index = $3)),
       erased_twice as (delete from erasures where address_index = $7 and $3::bytea <> $7
         and exists (select 1 from erasures o where o.address_index = $3)),
       changed as (update address_changes set from_index = $3 where from_index = $7),
       asked as (update sign_in_requests set address_indexes = array_append(address_indexes, $3)
         where address_indexes @> array[$7::bytea] and $3 <> all(address_indexes))
     update customer_addresses set encrypted = $2, address_index = $3, encryption_key = $4, index_key = $5
     where customer_id = $1 and encrypted = $6`,
    [
      row.customerId,
      encrypt(keys.encryption, address.address, placeOf(row.customerId)),
      newIndex,
      keys.encryption[0].id,
      keys.index[0].id,
      row.encrypted,
      index,
    ],
  )
}
