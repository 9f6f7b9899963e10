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

type Row = { from: Buffer; encrypted: Buffer }

/**
 * Uses a change up: everything under the old address is under the new one, and Stripe is to be told; the old one is
 * told, and can take it back. Whoever asked for it stays signed in only where nothing stood under the new address:
 * what did is not theirs to see. Null where it was used before, has run out, or nothing is under the old any more.
 */
export const applyAddressChange = async (
  transaction: Transaction,
  keys: AddressKeys,
  { id, language }: { id: string; language: Language },
  now: Date,
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
  const { isKnown, isErasing } = await appliesUnder(transaction, keys, { from: row.from, address })
  if (isErasing) return null
  await transaction.query('delete from address_changes where from_index = $1 and used_at is null', [row.from])
  const moved = await moveTo(transaction, keys, { from: row.from, address }, now)
  // Of several that move one customer each holds it in turn: by the clock they stand in that order, and not in that in which they began.
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
  await writeToBefore(transaction, { id, language }, now)
  return 'changed'
}

/** Whether somebody else's is under it already, or is being erased there. */
const appliesUnder = async (
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

/** Everything under one address is under another. Resolves to the customers that it was of. */
const moveTo = async (
  transaction: Transaction,
  keys: AddressKeys,
  { from, address }: { from: Uint8Array; address: EmailAddress },
  now: Date,
): Promise<string[]> => {
  const under = 'select customer_id as id from customer_addresses where address_index = $1 order by 1'
  // Whoever holds one of them may be adding another: looked at once more, it is seen.
  await transaction.query(`${under} for update`, [from])
  const customers = await transaction.query<{ id: string }>(`${under} for update`, [from])
  const ids = customers.map(({ id }) => id)
  await putUnder(transaction, keys, { ids, address }, now)
  return ids
}

const putUnder = async (
  transaction: Transaction,
  keys: AddressKeys,
  { ids, address }: { ids: readonly string[]; address: EmailAddress },
  now: Date,
): Promise<void> => {
  for (const customerId of ids) await saveAddress(transaction, keys, { customerId, address }, now)
  await transaction.query(
    'update customer_address_jobs set push_due_at = $2 where customer_id = any($1::text[])',
    [ids, now],
  )
}

const writeToBefore = async (
  transaction: Transaction,
  { id, language }: { id: string; language: Language },
  now: Date,
): Promise<void> => {
  const until = new Date(now.getTime() + ADDRESS_UNDO_DAYS * DAY_MS)
  const mail = { cause: `address-was:${id}`, kind: 'address-was', to: { addressChange: id }, language }
  await enqueueMail(transaction, { ...mail, facts: { change: id }, until }, now)
}

/** Whether a change was made, and stands: its link may be tapped twice. */
export const isAddressChangeApplied = async (database: Queryable, id: string): Promise<boolean> =>
  (
    await database.query(
      'select 1 from address_changes where id = $1 and used_at is not null and moved is not null',
      [id],
    )
  ).length > 0

const BACK = `used_at > now() - interval '${ADDRESS_UNDO_DAYS} days' and previous_encrypted is not null`

/**
 * Takes a change back, wherever what it moved is by now, and signs everybody out who is signed in there. False where it
 * was taken back before, or is too long ago.
 */
export const undoAddressChange = async (
  transaction: Transaction,
  keys: AddressKeys,
  id: string,
  now: Date,
): Promise<boolean> => {
  const [row] = await transaction.query<{ was: Buffer; moved: string[]; from: Buffer; usedAt: Date }>(
    `select previous_encrypted as was, to_jsonb(moved) as moved, from_index as "from", used_at as "usedAt"
     from address_changes where id = $1 and ${BACK} for update`,
    [id],
  )
  const address =
    row && parseEmailAddress(decryptAddress(keys.encryption, placeOf(id, 'previous_encrypted'), row.was))
  if (!row || !address) return false
  // Nothing that was begun or done since leads away again; who asked for an erasure meanwhile was not the giver. What
  // others gave, who were there before or were led away with it, is theirs to have erased, or to take back.
  await transaction.query(
    `with there as (select distinct address_index from customer_addresses where customer_id = any($1::text[])),
       begun as (delete from address_changes where used_at is null
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
  await putUnder(transaction, keys, { ids: row.moved, address }, now)
  return true
}
