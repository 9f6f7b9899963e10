import type { EmailAddress } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { blindIndexes, decrypt, type EncryptionKeys, type IndexKeys } from '../../platform/encryption.ts'

/** What addresses are sealed and indexed with. */
export type AddressKeys = { encryption: EncryptionKeys; index: IndexKeys }

/** The use that indexes of addresses are made for. */
export const ADDRESS_USE = 'mail address'
export const placeOf = (customerId: string) => ({
  table: 'customer_addresses',
  column: 'encrypted',
  row: customerId,
})

/** All indexes an address may stand under while keys are being changed; the first is the one it gets. */
export const addressIndexes = ({ index }: AddressKeys, { canonical }: EmailAddress): Buffer[] =>
  blindIndexes(index, canonical, ADDRESS_USE)

export type KnownAddress = {
  customerId: string
  address: string
  language: Language | null
  isPlain: boolean
  /** When a mail server refused it for good; null where none has, or it took a mail since. */
  bouncedAt: Date | null
}

export type EncryptedRow = Omit<KnownAddress, 'address'> & { encrypted: Buffer }
export const ADDRESS_COLUMNS = `customer_id as "customerId", encrypted, language, is_plain as "isPlain", bounced_at as "bouncedAt"`

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
  const [row] = await database.query<EncryptedRow>(
    `select ${ADDRESS_COLUMNS} from customer_addresses where customer_id = $1`,
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
export const findAddressOfRequest = async (
  database: Queryable,
  keys: AddressKeys,
  requestId: string,
): Promise<KnownAddress | null> => {
  const [row] = await database.query<EncryptedRow>(
    `with mailed as (update sign_in_requests r set mailed_at = coalesce(mailed_at, now())
       where id = $1 and exists (select 1 from customer_addresses a where a.address_index = any(r.address_indexes))
         and (is_by_staff or mailed_at is not null or (select count(*) from sign_in_requests o
           where o.address_indexes && r.address_indexes and not o.is_by_staff and o.used_at is null
             and o.mailed_at > now() - interval '30 minutes') < ${MAILS_A_WHILE})
       returning address_indexes)
     select ${ADDRESS_COLUMNS} from customer_addresses a join mailed m on a.address_index = any(m.address_indexes)
     order by saved_at desc, customer_id limit 1`,
    [requestId],
  )
  return row ? opened(keys, row) : null
}

/** Whether a sign-in was asked for with an address that nobody gave. */
export const isAddressUnused = async (database: Queryable, requestId: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from sign_in_requests r join customer_addresses a on a.address_index = any(r.address_indexes)
     where r.id = $1 limit 1`,
    [requestId],
  )
  return rows.length === 0
}

/** Whether an address takes mail is noted of all that was given under it; null: it does. */
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

/** The supporters whose customers gave an address. */
export const findSupportersByIndex = async (database: Queryable, index: Uint8Array): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select distinct supporter_id as id from customers_by_address
     where address_index = $1 and supporter_id is not null order by 1`,
    [index],
  )
  return rows.map(({ id }) => id)
}

/** The address under an index in all the ways in which it was typed, the last first. */
export const findAddressSpellings = async (
  database: Queryable,
  keys: AddressKeys,
  addressIndex: Uint8Array,
): Promise<string[]> => {
  const rows = await database.query<EncryptedRow>(
    `select ${ADDRESS_COLUMNS} from customer_addresses where address_index = $1 order by saved_at desc, customer_id`,
    [addressIndex],
  )
  return [...new Set(rows.map((row) => opened(keys, row).address))]
}

/** The address under an index, as it was given last; null where it is nobody's any more. */
export const findAddressByIndex = async (
  database: Queryable,
  keys: AddressKeys,
  addressIndex: Uint8Array,
): Promise<string | null> => (await findAddressSpellings(database, keys, addressIndex))[0] ?? null

/** What its address is found by; null where that is not known. */
export const findAddressIndex = async (database: Queryable, customerId: string): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    'select address_index as index from customer_addresses where customer_id = $1',
    [customerId],
  )
  return row?.index ?? null
}
