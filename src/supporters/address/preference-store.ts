import type { Language } from '../../messages/messages.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** A supporter's choice for all mails. */
export type Preference = {
  /** Null for the language in which each contribution was started. */
  language: Language | null
  /** Hides the newsroom's name in subject and sender. */
  isPlain: boolean
}

export const findPreference = async (database: Queryable, addressIndex: Uint8Array): Promise<Preference> => {
  const [row] = await database.query<Preference>(
    `select language, is_plain as "isPlain" from customer_addresses where address_index = $1
     order by saved_at desc, customer_id limit 1`,
    [addressIndex],
  )
  return row ?? { language: null, isPlain: false }
}

/** Updates every customer of the address. */
export const updatePreference = async (
  database: Queryable,
  addressIndex: Uint8Array,
  { language, isPlain }: Preference,
): Promise<void> => {
  await database.query(
    'update customer_addresses set language = $2, is_plain = $3 where address_index = $1',
    [addressIndex, language, isPlain],
  )
}
