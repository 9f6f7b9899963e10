import { type EmailAddress, parseEmailAddress } from '../../mail/email-address.ts'
import { enqueueMail } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import { MINUTE_MS } from '../../platform/clock.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { decrypt, encrypt } from '../../platform/encryption.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { type AddressKeys, addressIndexes, findAddressByIndex } from '../address/address-store.ts'
import { findPreference, type Preference } from '../address/preference-store.ts'
import { isErasing } from '../erasure/erasure-store.ts'
import { lockSupporterSession } from '../session/sign-in-store.ts'

const LINK_MINUTES = 30
/** Keeps the form from flooding the mailbox of others. */
const MAX_MAILS_PER_HALF_HOUR = 5

export const placeOf = (id: string, column: 'encrypted' | 'previous_encrypted' = 'encrypted') => ({
  table: 'address_changes',
  column,
  row: id,
})

type RequestedChange = { id: string; session: Uint8Array; to: EmailAddress; language: Language }

/**
 * Records a requested address change and queues the mail to the new address.
 * Resolves to `too-many` after five requests in half an hour.
 */
export const requestAddressChange = (
  database: Database,
  { keys, now }: { keys: AddressKeys; now: Date },
  { id, session, to, language }: RequestedChange,
): Promise<'asked' | 'too-many' | 'signed-out' | 'erasing'> =>
  database.inTransaction(async (transaction) => {
    const from = await lockSupporterSession(transaction, session)
    if (!from) return 'signed-out'
    // The change could never be applied during an erasure.
    if (await isErasing(transaction, from)) return 'erasing'
    // The lock makes concurrent requests count each other.
    await transaction.query(
      'select 1 from customer_addresses where address_index = $1 order by customer_id for update',
      [from],
    )
    const before = await transaction.query(
      "select 1 from address_changes where from_index = $1 and asked_at > now() - interval '30 minutes'",
      [from],
    )
    if (before.length >= MAX_MAILS_PER_HALF_HOUR) return 'too-many'
    const spelling = await spellingToConfirm(transaction, keys, { from, to })
    await transaction.query(
      `insert into address_changes (id, from_index, encrypted, expires_at)
       values ($1, $2, $3, now() + $4 * interval '1 minute')`,
      [id, from, encrypt(keys.encryption, spelling, placeOf(id)), LINK_MINUTES],
    )
    await enqueueMail(
      transaction,
      {
        cause: `address:${id}`,
        kind: 'address',
        to: { addressChange: id },
        language,
        facts: { change: id },
        until: new Date(now.getTime() + LINK_MINUTES * MINUTE_MS),
      },
      now,
    )
    return 'asked'
  })

/**
 * Returns where the change must be confirmed. An address in use keeps its first spelling: who reads another one
 * may be somebody else. Supporters may change the spelling of their own address.
 */
const spellingToConfirm = async (
  transaction: Queryable,
  keys: AddressKeys,
  { from, to }: { from: Buffer; to: EmailAddress },
): Promise<string> => {
  const others = addressIndexes(keys, to).filter((index) => !index.equals(from))
  for (const index of others) {
    const first = await findAddressByIndex(transaction, keys, index)
    if (first !== null) return first
  }
  return to.address
}

export const decryptAddress = (
  keys: SigningKeys,
  place: ReturnType<typeof placeOf>,
  encrypted: Buffer,
): string => {
  const text = decrypt(keys, encrypted, place)
  if (!text.ok) throw new Error(`An address could not be opened: ${text.because}`)
  return text.text
}

/** Finds the new or the previous address of a change, with the supporter's mail preference. */
export const findAddressOfChange = async (
  database: Queryable,
  keys: AddressKeys,
  { id, which }: { id: string; which: 'new' | 'before' },
): Promise<{ address: string; language: Language | null; isPlain: boolean; isProven: boolean } | null> => {
  const column = which === 'new' ? 'encrypted' : 'previous_encrypted'
  const [row] = await database.query<{
    encrypted: Buffer | null
    language: Language | null
    isPlain: boolean | null
  }>(
    `select c.${column} as encrypted, a.language, a.is_plain as "isPlain" from address_changes c
     left join customer_addresses a on a.address_index = c.from_index or a.customer_id = any(c.moved) where c.id = $1
     order by a.saved_at desc nulls last limit 1`,
    [id],
  )
  if (!row?.encrypted) return null
  const address = decryptAddress(keys.encryption, placeOf(id, column), row.encrypted)
  // Another supporter with the new address may have chosen plain mails and did not request this one.
  const there = which === 'new' ? await preferenceAt(database, keys, address) : null
  const isPlain = (row.isPlain ?? false) || (there?.isPlain ?? false)
  return { address, language: there?.language ?? row.language, isPlain, isProven: which === 'before' }
}

const preferenceAt = async (
  database: Queryable,
  keys: AddressKeys,
  text: string,
): Promise<Preference | null> => {
  const address = parseEmailAddress(text)
  if (!address) return null
  for (const index of addressIndexes(keys, address)) {
    const preference = await findPreference(database, index)
    if (preference.isPlain || preference.language) return preference
  }
  return null
}

/**
 * Returns the requested and the previous addresses in the changes of this address, decrypted.
 * Leaves out the new address of an applied change: it may belong to somebody else.
 */
export const addressesInChanges = async (
  database: Queryable,
  keys: SigningKeys,
  addressIndex: Uint8Array,
): Promise<{ askedAt: Date; newAddress: string | null; previousAddress: string | null }[]> => {
  const rows = await database.query<{
    id: string
    askedAt: Date
    encrypted: Buffer | null
    was: Buffer | null
  }>(
    `select id, asked_at as "askedAt", case when used_at is null then encrypted end as encrypted, previous_encrypted as was
     from address_changes where from_index = $1
       or moved && array(select customer_id from customer_addresses where address_index = $1) order by asked_at`,
    [addressIndex],
  )
  return rows.map(({ id, askedAt, encrypted, was }) => ({
    askedAt,
    newAddress: encrypted && tryToDecrypt(keys, placeOf(id), encrypted),
    previousAddress: was && tryToDecrypt(keys, placeOf(id, 'previous_encrypted'), was),
  }))
}

// A value that cannot be decrypted must not block the others.
const tryToDecrypt = (
  keys: SigningKeys,
  place: ReturnType<typeof placeOf>,
  encrypted: Buffer,
): string | null => {
  const text = decrypt(keys, encrypted, place)
  return text.ok ? text.text : null
}
