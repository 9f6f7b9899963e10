import type { Currency } from '../money/currency.ts'
import type { Queryable } from '../platform/database.ts'

/** A customer under this address; the newest. Null where nobody gave under it. */
export const customerWithIndex = async (
  database: Queryable,
  indexes: readonly Uint8Array[],
): Promise<string | null> => {
  for (const index of indexes) {
    const [row] = await database.query<{ id: string }>(
      `select customer_id as id from customer_addresses where address_index = $1
       order by learnt_at desc, customer_id limit 1`,
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
export const paymentsOf = (database: Queryable, addressIndex: Uint8Array): Promise<Payment[]> =>
  database.query<Payment>(
    `select h.id, h.amount, h.currency, h.created_at as at, h.status, h.is_disputed as "isDisputed",
       coalesce((select sum(r.amount) from stripe_refunds r where r.charge_id = h.id
         and r.status in ('succeeded', 'pending')), 0)::bigint as returned
     from stripe_charges h join customer_addresses a on a.customer_id = h.customer_id
     where a.address_index = $1 order by h.created_at desc, h.id limit 200`,
    [addressIndex],
  )

export type Happened = {
  what: string
  cause: string | null
  subscriptionId: string
  at: Date
  failed: string | null
}

/** What we or staff did to the contributions under an address, the newest first. */
export const deedsOf = (database: Queryable, addressIndex: Uint8Array): Promise<Happened[]> =>
  database.query<Happened>(
    `select n.kind as what, n.cause, n.subscription_id as "subscriptionId", n.made_at as at, n.failed_because as failed
     from contribution_actions n join stripe_subscriptions s on s.id = n.subscription_id
     join customer_addresses a on a.customer_id = s.customer_id
     where a.address_index = $1 and n.kind <> 'return' order by n.made_at desc, n.id limit 100`,
    [addressIndex],
  )
