import type { Language } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { AuditRow } from '../../staff/audit-store.ts'

/** A customer under this address; the newest. Null where nobody gave under it. */
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
  /** What went back, in minor units. */
  returned: number
  isDisputed: boolean
}

/** Every payment under an address, the newest first. */
export const findPayments = (database: Queryable, addressIndex: Uint8Array): Promise<Payment[]> =>
  database.query<Payment>(
    `select h.id, h.amount, h.currency, h.created_at as at, h.status, h.is_disputed as "isDisputed", h.refunded as returned
     from account_charges h join customer_addresses a on a.customer_id = h.customer_id
     where a.address_index = $1 order by h.created_at desc, h.id limit 200`,
    [addressIndex],
  )

export type RecordedAction = {
  what: string
  cause: string | null
  subscriptionId: string
  at: Date
  failed: string | null
}

/** What we or staff did to the contributions under an address, the newest first. */
export const actionsOf = (database: Queryable, addressIndex: Uint8Array): Promise<RecordedAction[]> =>
  database.query<RecordedAction>(
    `select n.kind as what, n.cause, n.subscription_id as "subscriptionId", n.created_at as at, n.failure as failed
     from account_actions n join customer_addresses a on a.customer_id = n.customer_id
     where a.address_index = $1 order by n.created_at desc, n.id limit 100`,
    [addressIndex],
  )

/** What staff looked at and did for whoever gives under an address, the newest first. */
export const findAuditRows = (database: Queryable, addressIndex: Uint8Array): Promise<AuditRow[]> =>
  database.query<AuditRow>(
    `with own as (select customer_id as id from customer_addresses where address_index = $1)
     select a.name, a.action, a.subject, a.created_at as "createdAt" from audit_entries a
     where a.name is not null and a.subject in (select id from own
       union select id from customer_objects where customer_id in (select id from own))
     order by a.number desc limit 100`,
    [addressIndex],
  )

/** The language that was given in last under an address; null where no form of ours was. */
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
