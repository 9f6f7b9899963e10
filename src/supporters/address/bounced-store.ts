import type { Queryable } from '../../platform/database/database.ts'

/** A customer with a live subscription whose address does not accept mails. */
export type BouncedRow = { customerId: string; at: Date }

/** Selects bounced addresses. A disowned one gets no mails anyway. */
const IS_BOUNCED = `a.bounced_at is not null and a.disowned_at is null
  and exists (select 1 from customers_by_address k where k.address_index = a.address_index
    and k.customer_id = a.customer_id and k.has_subscription)`

export const countBounced = async (database: Queryable): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::integer as count from customer_addresses a where ${IS_BOUNCED}`,
  )
  return row?.count ?? 0
}

/** Lists bounced addresses by their customers, the latest first. */
export const listBounced = (database: Queryable): Promise<BouncedRow[]> =>
  database.query<BouncedRow>(
    `select a.customer_id as "customerId", a.bounced_at as at from customer_addresses a where ${IS_BOUNCED}
     order by a.bounced_at desc, a.customer_id limit 200`,
  )
