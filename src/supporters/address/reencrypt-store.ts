import { readMailAddress } from '../../mail/mail-address.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { blindIndex, open, seal } from '../../platform/encryption.ts'
import { ADDRESS_COLUMNS, ADDRESS_USE, type AddressKeys, placeOf, type SealedRow } from './address-store.ts'

const OF_OLD_KEYS = '(sealing_key <> $1 or index_key <> $2)'

export const countOfOldKeys = async (database: Queryable, keys: AddressKeys): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from customer_addresses where ${OF_OLD_KEYS}`,
    [keys.sealing[0].id, keys.index[0].id],
  )
  return row?.count ?? 0
}

/** The next address, by its index, that was sealed or indexed with other keys than the first of each; null after the last. */
export const indexOfOldKeys = async (
  database: Queryable,
  keys: AddressKeys,
  after: Uint8Array,
): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    `select address_index as index from customer_addresses where ${OF_OLD_KEYS} and address_index > $3
     order by address_index limit 1`,
    [keys.sealing[0].id, keys.index[0].id, after],
  )
  return row?.index ?? null
}

/** The keys that addresses are sealed and indexed with. */
export const keysOfAddresses = async (
  database: Queryable,
): Promise<{ sealing: string[]; index: string[] }> => {
  const rows = await database.query<{ sealing: string; index: string }>(
    'select distinct sealing_key as sealing, index_key as index from customer_addresses',
  )
  return {
    sealing: [...new Set(rows.map(({ sealing }) => sealing))],
    index: [...new Set(rows.map(({ index }) => index))],
  }
}

/** How many rows were sealed anew, and how many do not open, and were left. */
export type Resealed = { rows: number; unopened: number }

/** Seals and indexes all rows of one address anew, and takes along what is known by its index. */
export const resealAddress = async (
  transaction: Queryable,
  keys: AddressKeys,
  index: Uint8Array,
): Promise<Resealed> => {
  const rows = await transaction.query<SealedRow>(
    `select ${ADDRESS_COLUMNS} from customer_addresses where address_index = $1 order by customer_id for update`,
    [index],
  )
  let unopened = 0
  for (const row of rows) {
    const text = open(keys.sealing, row.sealed, placeOf(row.customerId))
    const address = text.ok ? readMailAddress(text.text) : null
    if (!address) unopened += 1
    else await resealRow(transaction, keys, { row, address, index })
  }
  return { rows: rows.length - unopened, unopened }
}

type ToReseal = {
  row: SealedRow
  address: NonNullable<ReturnType<typeof readMailAddress>>
  index: Uint8Array
}

const resealRow = async (
  transaction: Queryable,
  keys: AddressKeys,
  { row, address, index }: ToReseal,
): Promise<void> => {
  const anew = blindIndex(keys.index, address.canonical, ADDRESS_USE)
  await transaction.query(
    `with signed_in as (update reader_sessions set address_index = $3 where address_index = $7),
       erased as (update erasures set address_index = $3 where address_index = $7 and $3::bytea <> $7
         and not exists (select 1 from erasures o where o.address_index = $3)),
       erased_twice as (delete from erasures where address_index = $7 and $3::bytea <> $7
         and exists (select 1 from erasures o where o.address_index = $3)),
       changed as (update address_changes set from_index = $3 where from_index = $7),
       asked as (update sign_in_requests set address_indexes = array_append(address_indexes, $3)
         where address_indexes @> array[$7::bytea] and $3 <> all(address_indexes))
     update customer_addresses set sealed = $2, address_index = $3, sealing_key = $4, index_key = $5
     where customer_id = $1 and sealed = $6`,
    [
      ...[row.customerId, seal(keys.sealing, address.address, placeOf(row.customerId)), anew],
      ...[keys.sealing[0].id, keys.index[0].id, row.sealed, index],
    ],
  )
}
