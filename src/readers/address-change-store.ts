import { type MailAddress, readMailAddress } from '../mail/mail-address.ts'
import { enqueueMail } from '../mail/mail-outbox-store.ts'
import type { Language } from '../messages/messages.ts'
import { MINUTE_MS } from '../platform/clock.ts'
import type { Database, Queryable, Transaction } from '../platform/database.ts'
import type { SigningKeys } from '../platform/keys.ts'
import { open, seal } from '../platform/sealing.ts'
import { type AddressKeys, keepAddress } from './address-store.ts'

const MINUTES = 30
/** More than anybody needs: nobody's mailbox is filled through another's page. */
const MAILS_A_WHILE = 5

const placeOf = (id: string) => ({ table: 'address_changes', column: 'sealed', row: id })

type Asked = { id: string; from: Uint8Array; to: MailAddress; language: Language }

/** Writes down another address, and the mail to it. False where too many were asked for in half an hour. */
export const askForChange = (
  database: Database,
  keys: SigningKeys,
  { id, from, to, language }: Asked,
  now: Date,
): Promise<boolean> =>
  database.inTransaction(async (transaction) => {
    const before = await transaction.query(
      "select 1 from address_changes where from_index = $1 and asked_at > now() - interval '30 minutes'",
      [from],
    )
    if (before.length >= MAILS_A_WHILE) return false
    await transaction.query(
      `insert into address_changes (id, from_index, sealed, expires_at)
       values ($1, $2, $3, now() + $4 * interval '1 minute')`,
      [id, from, seal(keys, to.address, placeOf(id)), MINUTES],
    )
    await enqueueMail(
      transaction,
      {
        ...{ cause: `address:${id}`, kind: 'address', to: { addressChange: id }, language },
        facts: { change: id },
        until: new Date(now.getTime() + MINUTES * MINUTE_MS),
      },
      now,
    )
    return true
  })

type Row = { from: Buffer; sealed: Buffer }

const openedOf = (keys: SigningKeys, id: string, { sealed }: Pick<Row, 'sealed'>): string => {
  const text = open(keys, sealed, placeOf(id))
  if (!text.ok) throw new Error(`An address could not be opened: ${text.because}`)
  return text.text
}

/** Where the mail of a change goes, in the look that its giver chose for all. */
export const addressOfChange = async (
  database: Queryable,
  keys: SigningKeys,
  id: string,
): Promise<{ address: string; language: Language | null; isPlain: boolean } | null> => {
  const [row] = await database.query<Row & { language: Language | null; isPlain: boolean | null }>(
    `select c.sealed, a.language, a.is_plain as "isPlain" from address_changes c
     left join customer_addresses a on a.address_index = c.from_index where c.id = $1
     order by a.learnt_at desc nulls last limit 1`,
    [id],
  )
  return row
    ? { address: openedOf(keys, id, row), language: row.language, isPlain: row.isPlain ?? false }
    : null
}

/**
 * Uses a change up: everything under the old address is under the new one, sign-ins included, and Stripe is to be told.
 * Null where it was used before, has run out, or nothing is under the old address any more.
 */
export const applyChange = async (
  transaction: Transaction,
  keys: AddressKeys,
  id: string,
  now: Date,
): Promise<'changed' | null> => {
  const [row] = await transaction.query<Row>(
    `update address_changes set used_at = now() where id = $1 and used_at is null and expires_at > now()
       and not exists (select 1 from erasures e where e.address_index = from_index)
     returning from_index as "from", sealed`,
    [id],
  )
  const address = row && readMailAddress(openedOf(keys.sealing, id, row))
  if (!row || !address) return null
  const customers = await transaction.query<{ id: string }>(
    'select customer_id as id from customer_addresses where address_index = $1 order by 1 for update',
    [row.from],
  )
  const [first] = customers
  if (!first) return null
  for (const { id: customerId } of customers)
    await keepAddress(transaction, keys, { customerId, address }, now)
  await transaction.query('update stripe_customers set tell_address_at = $2 where id = any($1::text[])', [
    customers.map((each) => each.id),
    now,
  ])
  await transaction.query(
    `update reader_sessions set address_index = (select address_index from customer_addresses where customer_id = $2)
     where address_index = $1`,
    [row.from, first.id],
  )
  return 'changed'
}

export type ToTell = { customerId: string; dueAt: Date }

/** A customer of whose other address Stripe is to be told; nobody else tells it meanwhile. */
export const takeAddressToTell = async (database: Queryable, now: Date): Promise<ToTell | null> => {
  const dueAt = new Date(now.getTime() + MINUTE_MS)
  const [row] = await database.query<{ id: string }>(
    `update stripe_customers set tell_address_at = $2 where id =
       (select id from stripe_customers where tell_address_at <= $1 order by tell_address_at limit 1
        for update skip locked) returning id`,
    [now, dueAt],
  )
  return row ? { customerId: row.id, dueAt } : null
}

/** Unless it has changed once more meanwhile. */
export const addressIsTold = async (database: Queryable, { customerId, dueAt }: ToTell): Promise<void> => {
  await database.query(
    'update stripe_customers set tell_address_at = null where id = $1 and tell_address_at = $2',
    [customerId, dueAt],
  )
}
