import type { Language } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { AuditRow } from '../../staff/audit-store.ts'

/** Finds the newest customer of an address; null if there is none. */
export const findCustomerByIndex = async (
  database: Queryable,
  indexes: readonly Uint8Array[],
): Promise<string | null> => {
  for (const index of indexes) {
    const [row] = await database.query<{ id: string }>(
      `select customer_id as id from customer_addresses where address_index = $1
       order by saved_at desc, customer_id limit 1`,
      [index],
    )
    if (row) return row.id
  }
  return null
}

export type Payment = {
  id: string
  amount: number
  currency: Currency
  at: Date
  status: string
  /** The refunded amount, in minor units. */
  refunded: number
  isDisputed: boolean
}

/** Finds the payments of an address, newest first. */
export const findPayments = (database: Queryable, addressIndex: Uint8Array): Promise<Payment[]> =>
  database.query<Payment>(
    `select h.id, h.amount, h.currency, h.created_at as at, h.status, h.is_disputed as "isDisputed", h.refunded as refunded
     from account_charges h join customer_addresses a on a.customer_id = h.customer_id
     where a.address_index = $1 order by h.created_at desc, h.id limit 200`,
    [addressIndex],
  )

/** Payments of an address in one currency, less refunds and disputes. */
export type PaidTotal = { currency: Currency; amount: number; since: Date }

const findPaidTotals = (database: Queryable, addressIndex: Uint8Array): Promise<PaidTotal[]> =>
  database.query<PaidTotal>(
    `select l.currency, sum(l.amount)::bigint as amount, min(l.occurred_at) as since
     from account_ledger l join customer_addresses a on a.customer_id = l.customer_id
     where a.address_index = $1 group by l.currency order by amount desc, l.currency`,
    [addressIndex],
  )

export type RecordedAction = {
  what: string
  cause: string | null
  subscriptionId: string
  at: Date
  failed: string | null
}

/** Finds what the server or staff did to the contributions of an address, newest first. */
const findRecordedActions = (database: Queryable, addressIndex: Uint8Array): Promise<RecordedAction[]> =>
  database.query<RecordedAction>(
    `select n.kind as what, n.cause, n.subscription_id as "subscriptionId", n.created_at as at, n.failure as failed
     from account_actions n join customer_addresses a on a.customer_id = n.customer_id
     where a.address_index = $1 order by n.created_at desc, n.id limit 100`,
    [addressIndex],
  )

/** Finds the audit log of an address, newest first. */
const findAuditRows = (database: Queryable, addressIndex: Uint8Array): Promise<AuditRow[]> =>
  database.query<AuditRow>(
    `with own as (select customer_id as id from customer_addresses where address_index = $1)
     select a.name, a.action, a.subject, a.created_at as "createdAt" from audit_entries a
     where a.name is not null and a.subject in (select id from own
       union select id from customer_objects where customer_id in (select id from own))
     order by a.number desc limit 100`,
    [addressIndex],
  )

/** Finds everything of an address that the page about one supporter lists. */
export const findSupporterLists = async (
  database: Queryable,
  addressIndex: Uint8Array,
): Promise<{ totals: PaidTotal[]; payments: Payment[]; actions: RecordedAction[]; audited: AuditRow[] }> => ({
  totals: await findPaidTotals(database, addressIndex),
  payments: await findPayments(database, addressIndex),
  actions: await findRecordedActions(database, addressIndex),
  audited: await findAuditRows(database, addressIndex),
})

/** Returns the language of the latest checkout of an address; null if there is none. */
export const findCheckoutLanguage = async (
  database: Queryable,
  addressIndex: Uint8Array,
): Promise<Language | null> => {
  const [row] = await database.query<{ language: Language }>(
    `with own as (select customer_id as id from customer_addresses where address_index = $1)
     select k.language from known_checkouts k
     where k.id in (select checkout_id from customer_objects where customer_id in (select id from own))
     order by k.created_at desc limit 1`,
    [addressIndex],
  )
  return row?.language ?? null
}
