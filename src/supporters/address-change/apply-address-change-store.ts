import { type EmailAddress, parseEmailAddress } from '../../mail/email-address.ts'
import { enqueueMail } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import { DAY_MS } from '../../platform/clock.ts'
import type { Queryable, Transaction } from '../../platform/database/database.ts'
import { encrypt } from '../../platform/encryption.ts'
import { type AddressKeys, addressIndexes, findAddressByIndex } from '../address/address-store.ts'
import { saveAddress } from '../address/save-address-store.ts'
import { ADDRESS_UNDO_DAYS } from '../session/sign-in-token.ts'
import { decryptAddress, placeOf } from './address-change-store.ts'

type Context = { keys: AddressKeys; now: Date }

type Row = { from: Buffer; encrypted: Buffer }

/**
 * Applies a change: moves every customer to the new address and informs the previous one, which can undo it.
 * Ends the supporter's sessions if the new address was in use, because its contributions may belong to others.
 * Resolves to null if the change was used, has expired, or no customer has the previous address.
 */
export const applyAddressChange = async (
  transaction: Transaction,
  { keys, now }: Context,
  { id, language }: { id: string; language: Language },
): Promise<'changed' | null> => {
  const [row] = await transaction.query<Row>(
    `update address_changes set used_at = now() where id = $1 and used_at is null and expires_at > now()
       and not exists (select 1 from erasures e where e.address_index = from_index)
     returning from_index as "from", encrypted`,
    [id],
  )
  const address = row && parseEmailAddress(decryptAddress(keys.encryption, placeOf(id), row.encrypted))
  const before = row && (await findAddressByIndex(transaction, keys, row.from))
  if (!row || !address || !before) return null
  const { isKnown, isErasing } = await inspectNewAddress(transaction, keys, { from: row.from, address })
  if (isErasing) return null
  await transaction.query('delete from address_changes where from_index = $1 and used_at is null', [row.from])
  const moved = await moveCustomers(transaction, { keys, now }, { from: row.from, address })
  await proveAddresses(transaction, moved)
  // Concurrent changes of a customer lock it in turn. The clock orders them by the lock, not by their start.
  await transaction.query(
    'update address_changes set previous_encrypted = $2, moved = $3, used_at = clock_timestamp() where id = $1',
    [id, encrypt(keys.encryption, before, placeOf(id, 'previous_encrypted')), moved],
  )
  if (isKnown) await transaction.query('delete from supporter_sessions where address_index = $1', [row.from])
  else
    await transaction.query(
      `update supporter_sessions set address_index = (select address_index from customer_addresses where customer_id = $2)
       where address_index = $1`,
      [row.from, moved[0] ?? null],
    )
  await mailPreviousAddress(transaction, { id, language }, now)
  return 'changed'
}

/** Resolves to whether the new address is in use, and whether an erasure of it is pending. */
const inspectNewAddress = async (
  transaction: Queryable,
  keys: AddressKeys,
  { from, address }: { from: Uint8Array; address: EmailAddress },
): Promise<{ isKnown: boolean; isErasing: boolean }> => {
  const [row] = await transaction.query<{ isKnown: boolean; isErasing: boolean }>(
    `with at as (select decode(hex, 'hex') as index from unnest($1::text[]) as hex)
     select exists (select 1 from customer_addresses where address_index in (select index from at)
         and address_index <> $2) as "isKnown",
       exists (select 1 from erasures where address_index in (select index from at)) as "isErasing"`,
    [addressIndexes(keys, address).map((index) => index.toString('hex')), from],
  )
  return row ?? { isKnown: false, isErasing: false }
}

/** Moves every customer of one address to another. Resolves to their ids. */
const moveCustomers = async (
  transaction: Transaction,
  { keys, now }: Context,
  { from, address }: { from: Uint8Array; address: EmailAddress },
): Promise<string[]> => {
  const under = 'select customer_id as id from customer_addresses where address_index = $1 order by 1'
  // A transaction that held the lock may have added a customer, so the second query finds it.
  await transaction.query(`${under} for update`, [from])
  const customers = await transaction.query<{ id: string }>(`${under} for update`, [from])
  const ids = customers.map(({ id }) => id)
  await saveAddresses(transaction, { keys, now }, { ids, address })
  return ids
}

const saveAddresses = async (
  transaction: Transaction,
  { keys, now }: Context,
  { ids, address }: { ids: readonly string[]; address: EmailAddress },
): Promise<void> => {
  for (const customerId of ids) await saveAddress(transaction, { keys, now }, { customerId, address })
  await transaction.query(
    'update customer_address_jobs set push_due_at = $2 where customer_id = any($1::text[])',
    [ids, now],
  )
}

const proveAddresses = async (transaction: Transaction, ids: readonly string[]): Promise<void> => {
  await transaction.query(
    'update customer_addresses set proven_at = now() where customer_id = any($1::text[])',
    [ids],
  )
}

/**
 * Puts customers that came back before all others of their address: sign-in mails go to the spelling that undid the
 * change. Mails that went to another spelling in the meantime sign nobody in.
 */
const putFirst = async (transaction: Transaction, ids: readonly string[]): Promise<void> => {
  await transaction.query(
    `with here as (select distinct address_index from customer_addresses where customer_id = any($1::text[])),
       earliest as (select min(saved_at) as at from customer_addresses where address_index in (select address_index from here)),
       asked as (update sign_in_requests set expires_at = now() where used_at is null
         and address_indexes && array(select address_index from here))
     update customer_addresses set saved_at = earliest.at - interval '1 millisecond' from earliest
     where customer_id = any($1::text[])`,
    [ids],
  )
}

const mailPreviousAddress = async (
  transaction: Transaction,
  { id, language }: { id: string; language: Language },
  now: Date,
): Promise<void> => {
  const until = new Date(now.getTime() + ADDRESS_UNDO_DAYS * DAY_MS)
  const mail = { cause: `address-was:${id}`, kind: 'address-was', to: { addressChange: id }, language }
  await enqueueMail(transaction, { ...mail, facts: { change: id }, until }, now)
}

/** Resolves to whether a change was applied and not undone. */
export const isAddressChangeApplied = async (database: Queryable, id: string): Promise<boolean> =>
  (
    await database.query(
      'select 1 from address_changes where id = $1 and used_at is not null and moved is not null',
      [id],
    )
  ).length > 0

const BACK = `used_at > now() - interval '${ADDRESS_UNDO_DAYS} days' and previous_encrypted is not null`

/**
 * Undoes a change: moves its customers back from wherever they are now and ends all sessions there.
 * Resolves to false if it was undone before or is too old.
 */
export const undoAddressChange = async (
  transaction: Transaction,
  { keys, now }: Context,
  id: string,
): Promise<boolean> => {
  const [row] = await transaction.query<{ was: Buffer; moved: string[]; from: Buffer; usedAt: Date }>(
    `select previous_encrypted as was, to_jsonb(moved) as moved, from_index as "from", used_at as "usedAt"
     from address_changes where id = $1 and ${BACK} for update`,
    [id],
  )
  const address =
    row && parseEmailAddress(decryptAddress(keys.encryption, placeOf(id, 'previous_encrypted'), row.was))
  if (!row || !address) return false
  // Drops later changes and erasures of these customers, because the supporter did not request them.
  // Other customers of the same address keep their own erasures and changes.
  await transaction.query(
    `with there as (select distinct address_index from customer_addresses where customer_id = any($1::text[])),
       unconfirmed as (delete from address_changes where used_at is null
         and (from_index = $2 or from_index in (select address_index from there))),
       erased as (delete from erasures e where address_index in (select address_index from there)
         and not exists (select 1 from customer_addresses o where o.address_index = e.address_index
           and o.customer_id <> all($1::text[]))),
       later as (select id, array(select unnest(moved) except select unnest($1::text[])) as others
         from address_changes where used_at >= $3 and moved && $1::text[]),
       left_to_others as (update address_changes c set moved = nullif(l.others, '{}'),
         previous_encrypted = case when l.others <> '{}' then c.previous_encrypted end from later l where c.id = l.id)
     delete from supporter_sessions where address_index in (select address_index from there)`,
    [row.moved, row.from, row.usedAt],
  )
  await saveAddresses(transaction, { keys, now }, { ids: row.moved, address })
  await proveAddresses(transaction, row.moved)
  await putFirst(transaction, row.moved)
  return true
}
