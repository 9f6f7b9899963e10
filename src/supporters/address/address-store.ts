import { type EmailAddress, isSameSpelling } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts'
import { blindIndexes, decrypt, type EncryptionKeys, type IndexKeys } from '../../platform/encryption.ts'

/** The keys that encrypt and index addresses. */
export type AddressKeys = { encryption: EncryptionKeys; index: IndexKeys }

/** The purpose that blind indexes of addresses are derived for. */
export const ADDRESS_USE = 'mail address'
export const placeOf = (customerId: string) => ({
  table: 'customer_addresses',
  column: 'encrypted',
  row: customerId,
})

/** Returns the indexes of an address under all keys. New rows get the first. */
export const addressIndexes = ({ index }: AddressKeys, { canonical }: EmailAddress): Buffer[] =>
  blindIndexes(index, canonical, ADDRESS_USE)

export type KnownAddress = {
  customerId: string
  address: string
  language: Language | null
  isPlain: boolean
  /** The time of a permanent bounce; null if there was none, or a mail was delivered since. */
  bouncedAt: Date | null
  /** True once somebody acted on a mail to this very spelling. */
  isProven: boolean
  /** The time when the reader of this address said that they did not pay; null if never. */
  disownedAt: Date | null
}

export type EncryptedRow = Omit<KnownAddress, 'address'> & { encrypted: Buffer }
export const ADDRESS_COLUMNS = `customer_id as "customerId", encrypted, language, is_plain as "isPlain", bounced_at as "bouncedAt",
  proven_at is not null as "isProven", disowned_at as "disownedAt"`

/**
 * SQL: orders the customers of an address by the time they came to it.
 * Mails about the account go to the spelling of the first. At some providers local parts differ by case, so that
 * another spelling may be the address of another person.
 */
const FIRST = 'order by saved_at, customer_id'

const opened = (keys: AddressKeys, { encrypted, ...row }: EncryptedRow): KnownAddress => {
  const text = decrypt(keys.encryption, encrypted, placeOf(row.customerId))
  if (!text.ok) throw new Error(`An address could not be opened: ${text.because}`)
  return { ...row, address: text.text }
}

export const findAddress = async (
  database: Queryable,
  keys: AddressKeys,
  customerId: string,
): Promise<KnownAddress | null> => {
  const rows = await database.query<EncryptedRow>(
    `select ${ADDRESS_COLUMNS} from customer_addresses a where a.customer_id = $1 or (a.proven_at is not null
       and a.address_index = (select address_index from customer_addresses where customer_id = $1))`,
    [customerId],
  )
  const known = rows.map((row) => opened(keys, row))
  const own = known.find((each) => each.customerId === customerId)
  if (!own) return null
  return {
    ...own,
    isProven: known.some((each) => each.isProven && isSameSpelling(each.address, own.address)),
  }
}

/** Records that somebody acted on a mail to the first spelling of an address. Skipped while a row is locked. */
export const markProven = async (database: Queryable, addressIndex: Uint8Array): Promise<void> => {
  await database.query(
    `update customer_addresses set proven_at = now() where customer_id = (
       select customer_id from customer_addresses where proven_at is null and customer_id = (
         select customer_id from customer_addresses where address_index = $1 ${FIRST} limit 1)
       for update skip locked)`,
    [addressIndex],
  )
}

/**
 * Limits the unused links that an address has at a time, each for an hour: five asks an hour.
 * A link that works always remains, so strangers who ask lock nobody out.
 */
const MAX_OPEN_LINKS = 5

/**
 * Finds the address of a sign-in request and marks it as mailed. Null if unknown, or after the limit.
 * Asks from the supporter's own browsers have a limit of their own.
 */
export const findAddressOfRequest = async (
  database: Database,
  keys: AddressKeys,
  requestId: string,
): Promise<KnownAddress | null> => {
  const row = await database.inTransaction((transaction) => markAsMailed(transaction, requestId))
  return row ? opened(keys, row) : null
}

const markAsMailed = async (
  transaction: Transaction,
  requestId: string,
): Promise<EncryptedRow | undefined> => {
  // The lock makes asks that are sent at the same moment count each other.
  await transaction.query(
    `select pg_advisory_xact_lock(hashtextextended(encode(address_indexes[1], 'hex'), 0))
     from sign_in_requests where id = $1`,
    [requestId],
  )
  const [row] = await transaction.query<EncryptedRow>(
    `with mailed as (update sign_in_requests r set mailed_at = coalesce(mailed_at, now())
       where id = $1 and exists (select 1 from customer_addresses a where a.address_index = any(r.address_indexes))
         and (is_by_staff or mailed_at is not null or (select count(*) from sign_in_requests o
           where o.address_indexes && r.address_indexes and not o.is_by_staff and o.used_at is null
             and o.is_by_own_browser = r.is_by_own_browser
             and o.mailed_at is not null and o.expires_at > now()) < ${MAX_OPEN_LINKS})
       returning address_indexes)
     select ${ADDRESS_COLUMNS} from customer_addresses a join mailed m on a.address_index = any(m.address_indexes)
     ${FIRST} limit 1`,
    [requestId],
  )
  return row
}

/** Resolves to whether no customer has the address of a sign-in request. */
export const isAddressUnused = async (database: Queryable, requestId: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from sign_in_requests r join customer_addresses a on a.address_index = any(r.address_indexes)
     where r.id = $1 limit 1`,
    [requestId],
  )
  return rows.length === 0
}

/** Records a bounce for every customer of the address. Null clears it. */
export const recordBounce = async (
  database: Queryable,
  { customerId, signInRequest }: { customerId: string | null; signInRequest: string | null },
  at: Date | null,
): Promise<void> => {
  await database.query(
    `update customer_addresses set bounced_at = $3
     where address_index in (select address_index from customer_addresses where customer_id = $1)
       or address_index in (select unnest(address_indexes) from sign_in_requests where id = $2)`,
    [customerId, signInRequest, at],
  )
}

export const findBouncedAt = async (database: Queryable, addressIndex: Uint8Array): Promise<Date | null> => {
  const [row] = await database.query<{ at: Date | null }>(
    'select max(bounced_at) as at from customer_addresses where address_index = $1',
    [addressIndex],
  )
  return row?.at ?? null
}

/** Finds the supporters whose customers have an address. */
export const findSupportersByIndex = async (database: Queryable, index: Uint8Array): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select distinct supporter_id as id from customers_by_address
     where address_index = $1 and supporter_id is not null order by 1`,
    [index],
  )
  return rows.map(({ id }) => id)
}

/** Returns every spelling of an address, the first one first. */
export const findAddressSpellings = async (
  database: Queryable,
  keys: AddressKeys,
  addressIndex: Uint8Array,
): Promise<string[]> => {
  const rows = await database.query<EncryptedRow>(
    `select ${ADDRESS_COLUMNS} from customer_addresses where address_index = $1 ${FIRST}`,
    [addressIndex],
  )
  return [...new Set(rows.map((row) => opened(keys, row).address))]
}

/** Returns the first spelling of an address; null if no customer has it. */
export const findAddressByIndex = async (
  database: Queryable,
  keys: AddressKeys,
  addressIndex: Uint8Array,
): Promise<string | null> => (await findAddressSpellings(database, keys, addressIndex))[0] ?? null

/** Returns the index of a customer's address; null if it is unknown. */
export const findAddressIndex = async (database: Queryable, customerId: string): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    'select address_index as index from customer_addresses where customer_id = $1',
    [customerId],
  )
  return row?.index ?? null
}
