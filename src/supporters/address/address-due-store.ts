import type { Queryable } from '../../platform/database/database.ts'
import { leaseEnd } from '../../platform/database/lease.ts'

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
    [now, leaseEnd(now)],
  )
  return row ?? null
}

/** Extends the lease to its full time, unless another worker has it or the address is known. */
export const renewAddressToFetch = async (
  database: Queryable,
  { customerId, attempts }: { customerId: string; attempts: number },
  now: Date,
): Promise<void> => {
  await database.query(
    `update customer_address_jobs set fetch_due_at = $3
     where customer_id = $1 and fetch_attempts = $2 and fetch_due_at is not null`,
    [customerId, attempts, leaseEnd(now)],
  )
}

/** Makes all fetches and pushes due. Only for a database that no other process has open: no worker is at one. */
export const expediteAddresses = async (database: Queryable, now: Date): Promise<void> => {
  await database.query(
    `update customer_address_jobs set
       fetch_due_at = case when fetch_due_at > $1 then $1 else fetch_due_at end,
       push_due_at = case when push_due_at > $1 then $1 else push_due_at end
     where fetch_due_at > $1 or push_due_at > $1`,
    [now],
  )
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
