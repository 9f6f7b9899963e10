import type { EmailAddress } from '../../mail/email-address.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { blindIndex, encrypt } from '../../platform/encryption.ts'
import { ADDRESS_USE, type AddressKeys, addressIndexes, placeOf } from './address-store.ts'
import { reencryptAddress } from './reencrypt-store.ts'

/**
 * Saves or replaces the address of a customer.
 * All customers of an address share one mail preference: plain if any of them was plain.
 * During a key rotation its other rows are re-encrypted too, so that an address never has two indexes.
 */
export const saveAddress = async (
  database: Queryable,
  { keys, now }: { keys: AddressKeys; now: Date },
  { customerId, address }: { customerId: string; address: EmailAddress },
): Promise<void> => {
  const [, ...older] = addressIndexes(keys, address)
  for (const index of older) await reencryptAddress(database, keys, index)
  const encrypted = encrypt(keys.encryption, address.address, placeOf(customerId))
  const index = blindIndex(keys.index, address.canonical, ADDRESS_USE)
  await database.query(
    `with saved as (
       insert into customer_addresses (customer_id, encrypted, address_index, encryption_key, index_key, saved_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (customer_id) do update set encrypted = excluded.encrypted,
         address_index = excluded.address_index, encryption_key = excluded.encryption_key, index_key = excluded.index_key,
         saved_at = excluded.saved_at, proven_at = null, disowned_at = null, disown_settled_at = null, bounced_at = case
           when customer_addresses.address_index = excluded.address_index then customer_addresses.bounced_at end)
     update customer_address_jobs set fetch_due_at = null where customer_id = $1`,
    [customerId, encrypted, index, keys.encryption[0].id, keys.index[0].id, now],
  )
  await alignPreferences(database, customerId, index)
}

// Keeps the language chosen at the address before; without one, takes the new customer's.
const alignPreferences = async (
  database: Queryable,
  customerId: string,
  index: Uint8Array,
): Promise<void> => {
  await database.query(
    `update customer_addresses a set language = one.language, is_plain = one.is_plain, bounced_at = one.bounced_at from (
       select bool_or(is_plain) as is_plain, max(bounced_at) as bounced_at, (array_agg(language order by customer_id = $2, saved_at desc, customer_id)
         filter (where language is not null))[1] as language
       from customer_addresses where address_index = $1) as one
     where a.address_index = $1 and (a.language is distinct from one.language or a.is_plain <> one.is_plain
       or a.bounced_at is distinct from one.bounced_at)`,
    [index, customerId],
  )
}
