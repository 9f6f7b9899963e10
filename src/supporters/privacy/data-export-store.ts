import type { Queryable } from '../../platform/database/database.ts'
import { PERSONAL_TABLES } from './data-inventory.ts'

const OWN = `with customers as (select customer_id as id from customer_addresses where address_index = $1),
  supporters_of as (select distinct supporter_id as id from stripe_customers where id in (select id from customers)),
  subscriptions as (select id, checkout_id from stripe_subscriptions where customer_id in (select id from customers)),
  charges as (select id, checkout_id from stripe_charges where customer_id in (select id from customers)),
  invoices as (select id from stripe_invoices where customer_id in (select id from customers)),
  alone as (select not exists (select 1 from stripe_customers c where c.supporter_id in (select id from supporters_of)
    and c.id not in (select id from customers)) as yes),
  readers as (select reader_hash as hash, linked_at from supporter_readers
    where supporter_id in (select id from supporters_of) and (select yes from alone))`

const OF_CUSTOMER = 'customer_id in (select id from customers)'
const OF_SUBSCRIPTION = 'subscription_id in (select id from subscriptions)'
const OF_CHARGE = 'charge_id in (select id from charges)'
// Two addresses used in one browser may be two people: rows that cannot be told apart are shown to neither.
const OF_SUPPORTER = 'supporter_id in (select id from supporters_of) and (select yes from alone)'
const OF_READER = 'reader_hash in (select hash from readers)'

// Unpaid checkouts that were started in a linked browser after it was linked.
const STARTED_THERE = `(supporter_id is null
  and exists (select 1 from readers where hash in (t.reader_hash, t.sent_by_hash) and linked_at <= t.created_at))`

const OF_CHANGE = 'from_index = $1 or moved && array(select id from customers)'

/** Selects the rows of each table that belong to an address. */
const WHERE: Readonly<Record<string, string>> = {
  customer_addresses: 'address_index = $1',
  address_changes: OF_CHANGE,
  erasures: 'address_index = $1',
  supporters: 'id in (select id from supporters_of) and (select yes from alone)',
  stripe_customers: 'id in (select id from customers)',
  stripe_subscriptions: OF_CUSTOMER,
  stripe_invoices: OF_CUSTOMER,
  stripe_invoice_payments: 'invoice_id in (select id from invoices)',
  stripe_charges: OF_CUSTOMER,
  stripe_refunds: OF_CHARGE,
  stripe_disputes: OF_CHARGE,
  stripe_pauses: OF_SUBSCRIPTION,
  subscription_actions: OF_SUBSCRIPTION,
  duplicate_subscriptions: OF_SUBSCRIPTION,
  imported_subscriptions: OF_CUSTOMER,
  ledger_entries: OF_CHARGE,
  movements: OF_SUPPORTER,
  checkouts: `id in (select checkout_id from subscriptions) or id in (select checkout_id from charges)
    or ${OF_SUPPORTER} or ${STARTED_THERE}`,
  supporter_readers: OF_SUPPORTER,
  appeal_suppressions: OF_READER,
  supporter_status_outbox: OF_READER,
  suppression_removals: OF_READER,
  supporter_sessions: 'address_index = $1',
  sign_in_requests: '$1 = any(address_indexes)',
  mails: `${OF_CUSTOMER} or address_change in (select id from address_changes where ${OF_CHANGE})
    or sign_in_request in (select id from sign_in_requests where $1 = any(address_indexes))`,
  webhook_events: 'sync_key in (select id from customers)',
  sync_jobs: 'sync_key in (select id from customers)',
}

export type ExportRows = Record<string, Record<string, unknown>[]>

/** Returns every row that belongs to an address, by table, with the database's column names. */
export const findExportRows = async (database: Queryable, addressIndex: Uint8Array): Promise<ExportRows> => {
  const rows: ExportRows = {}
  for (const table of PERSONAL_TABLES) {
    const where = WHERE[table]
    if (!where) throw new Error(`Nobody said whose the rows of ${table} are`)
    rows[table] = (
      await database.query<{ row: Record<string, unknown> }>(
        `${OWN} select to_jsonb(t) as row from ${table} t where ${where}`,
        [addressIndex],
      )
    ).map(({ row }) => row)
  }
  return rows
}

/** Returns the hashes, in hex, of the browsers linked to an address. */
export const findBrowserHashes = async (database: Queryable, addressIndex: Uint8Array): Promise<string[]> => {
  const rows = await database.query<{ hash: string }>(
    `${OWN} select encode(hash, 'hex') as hash from readers order by 1`,
    [addressIndex],
  )
  return rows.map(({ hash }) => hash)
}

/** Returns what staff did for an address, without the staff members' names. */
export const findStaffActions = (
  database: Queryable,
  addressIndex: Uint8Array,
): Promise<{ action: string; subject: string; createdAt: Date }[]> =>
  database.query(
    `${OWN} select action, subject, created_at as "createdAt" from audit_entries where subject in (
       select id from customers union select id from subscriptions union select id from charges) order by number`,
    [addressIndex],
  )
