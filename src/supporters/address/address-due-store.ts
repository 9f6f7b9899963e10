import { MINUTE_MS } from '../../platform/clock.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** Leases a customer whose address must be fetched from Stripe. The lease keeps other workers away. */
export const leaseAddressToFetch = async (
  database: Queryable,
  now: Date,
): Promise<{ customerId: string; attempts: number } | null> => {
  const [row] = await database.query<{ customerId: string; attempts: number }>(
    `update customer_address_jobs set fetch_attempts = fetch_attempts + 1, fetch_due_at = $2 where customer_id =
       (select customer_id from customer_address_jobs where fetch_due_at <= $1 order by fetch_due_at limit 1
        for update skip locked)
     returning customer_id as "customerId", fetch_attempts as attempts`,
    [now, new Date(now.getTime() + MINUTE_MS)],
  )
  return row ?? null
}

export const recordNoAddress = async (database: Queryable, customerId: string): Promise<null> => {
  await database.query('update customer_address_jobs set fetch_due_at = null where customer_id = $1', [
    customerId,
  ])
  return null
}

export const postponeAddress = async (
  database: Queryable,
  customerId: string,
  until: Date,
): Promise<void> => {
  await database.query('update customer_address_jobs set fetch_due_at = $2 where customer_id = $1', [
    customerId,
    until,
  ])
}

/** Resolves to whether any address is still to be fetched. */
export const isAnyAddressDue = async (database: Queryable): Promise<boolean> =>
  (await database.query('select 1 from customer_address_jobs where fetch_due_at is not null limit 1'))
    .length > 0

/** Resolves to whether the customer's address is still to be fetched. */
export const isAddressDue = async (database: Queryable, customerId: string): Promise<boolean> => {
  const rows = await database.query(
    'select 1 from customer_address_jobs where customer_id = $1 and fetch_due_at is not null',
    [customerId],
  )
  return rows.length > 0
}
