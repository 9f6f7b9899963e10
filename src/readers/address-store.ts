import { type MailAddress, readMailAddress } from '../mail/mail-address.ts'
import type { Language } from '../messages/messages.ts'
import type { Queryable } from '../platform/database.ts'
import {
  blindIndex,
  blindIndexes,
  type IndexKeys,
  open,
  type SealingKeys,
  seal,
} from '../platform/sealing.ts'

/** What addresses are sealed and indexed with. */
export type AddressKeys = { sealing: SealingKeys; index: IndexKeys }

const USE = 'mail address'
const placeOf = (customerId: string) => ({ table: 'customer_addresses', column: 'sealed', row: customerId })

/** All indexes an address may stand under while keys are being changed; the first is the one it gets. */
export const addressIndexes = ({ index }: AddressKeys, { canonical }: MailAddress): Buffer[] =>
  blindIndexes(index, canonical, USE)

/**
 * Keeps, or replaces, the address of a customer. How its mails are to come is known where it gave before. Where keys are
 * being changed, what stood under it is sealed anew with it: one person is never half under one index and half under another.
 */
export const keepAddress = async (
  database: Queryable,
  keys: AddressKeys,
  { customerId, address }: { customerId: string; address: MailAddress },
  now: Date,
): Promise<void> => {
  const [, ...older] = addressIndexes(keys, address)
  for (const index of older) await resealAddress(database, keys, index)
  const sealed = seal(keys.sealing, address.address, placeOf(customerId))
  await database.query(
    `with learnt as (
       insert into customer_addresses (customer_id, sealed, address_index, sealing_key, index_key, learnt_at, language, is_plain)
       select $1, $2, $3, $4, $5, $6, known.language, coalesce(known.is_plain, false) from (select 1) as one
       left join lateral (select language, is_plain from customer_addresses where address_index = $3
         order by learnt_at desc, customer_id limit 1) as known on true
       on conflict (customer_id) do update set sealed = excluded.sealed,
         address_index = excluded.address_index, sealing_key = excluded.sealing_key, index_key = excluded.index_key,
         learnt_at = excluded.learnt_at)
     update stripe_customers set address_due_at = null where id = $1`,
    [
      ...[customerId, sealed, blindIndex(keys.index, address.canonical, USE)],
      ...[keys.sealing[0].id, keys.index[0].id, now],
    ],
  )
}

export type KnownAddress = {
  customerId: string
  address: string
  language: Language | null
  isPlain: boolean
}

type Row = { customerId: string; sealed: Buffer; language: Language | null; isPlain: boolean }
const COLUMNS = `customer_id as "customerId", sealed, language, is_plain as "isPlain"`

const opened = (keys: AddressKeys, { sealed, ...row }: Row): KnownAddress => {
  const text = open(keys.sealing, sealed, placeOf(row.customerId))
  if (!text.ok) throw new Error(`An address could not be opened: ${text.because}`)
  return { ...row, address: text.text }
}

export const addressOf = async (
  database: Queryable,
  keys: AddressKeys,
  customerId: string,
): Promise<KnownAddress | null> => {
  const [row] = await database.query<Row>(
    `select ${COLUMNS} from customer_addresses where customer_id = $1`,
    [customerId],
  )
  return row ? opened(keys, row) : null
}

/**
 * More in half an hour than anybody needs. Only what was mailed and not used counts, and that opens for as long: whoever
 * asks for another's link again and again keeps nobody out.
 */
const MAILS_A_WHILE = 5

/** The address a sign-in was asked for with: that of the customer who gave it last. None where nobody gave it. */
export const addressOfRequest = async (
  database: Queryable,
  keys: AddressKeys,
  requestId: string,
): Promise<KnownAddress | null> => {
  const [row] = await database.query<Row>(
    `with mailed as (update sign_in_requests r set mailed_at = coalesce(mailed_at, now())
       where id = $1 and exists (select 1 from customer_addresses a where a.address_index = any(r.address_indexes))
         and (by_staff or mailed_at is not null or (select count(*) from sign_in_requests o
           where o.address_indexes && r.address_indexes and not o.by_staff and o.used_at is null
             and o.mailed_at > now() - interval '30 minutes') < ${MAILS_A_WHILE})
       returning address_indexes)
     select ${COLUMNS} from customer_addresses a join mailed m on a.address_index = any(m.address_indexes)
     order by learnt_at desc, customer_id limit 1`,
    [requestId],
  )
  return row ? opened(keys, row) : null
}

/** The supporters whose customers gave an address. */
export const supportersWithIndex = async (database: Queryable, index: Uint8Array): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select distinct c.supporter_id as id from customer_addresses a join stripe_customers c on c.id = a.customer_id
     where a.address_index = $1 and c.supporter_id is not null order by 1`,
    [index],
  )
  return rows.map(({ id }) => id)
}

/** The address under an index in all the ways in which it was typed, the last first. */
export const addressesWith = async (
  database: Queryable,
  keys: AddressKeys,
  addressIndex: Uint8Array,
): Promise<string[]> => {
  const rows = await database.query<Row>(
    `select ${COLUMNS} from customer_addresses where address_index = $1 order by learnt_at desc, customer_id`,
    [addressIndex],
  )
  return [...new Set(rows.map((row) => opened(keys, row).address))]
}

/** The address under an index, as it was given last; null where it is nobody's any more. */
export const addressWith = async (
  database: Queryable,
  keys: AddressKeys,
  addressIndex: Uint8Array,
): Promise<string | null> => (await addressesWith(database, keys, addressIndex))[0] ?? null

/** What its address is found by; null where that is not known. */
export const indexOfCustomer = async (database: Queryable, customerId: string): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    'select address_index as index from customer_addresses where customer_id = $1',
    [customerId],
  )
  return row?.index ?? null
}

const OF_OLD_KEYS = 'sealing_key <> $1 or index_key <> $2'

export const countOfOldKeys = async (database: Queryable, keys: AddressKeys): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from customer_addresses where ${OF_OLD_KEYS}`,
    [keys.sealing[0].id, keys.index[0].id],
  )
  return row?.count ?? 0
}

/** An address that was sealed or indexed with other keys than the first of each; null where there is none. */
export const indexOfOldKeys = async (database: Queryable, keys: AddressKeys): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    `select address_index as index from customer_addresses where ${OF_OLD_KEYS} limit 1`,
    [keys.sealing[0].id, keys.index[0].id],
  )
  return row?.index ?? null
}

/** Seals and indexes all rows of one address anew, and takes along what is known by its index. Resolves to how many rows. */
export const resealAddress = async (
  transaction: Queryable,
  keys: AddressKeys,
  index: Uint8Array,
): Promise<number> => {
  const rows = await transaction.query<Row>(
    `select ${COLUMNS} from customer_addresses where address_index = $1 order by customer_id for update`,
    [index],
  )
  for (const row of rows) {
    const address = readMailAddress(opened(keys, row).address)
    if (!address) throw new Error('An address that was kept is none')
    const anew = blindIndex(keys.index, address.canonical, USE)
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
  return rows.length
}
