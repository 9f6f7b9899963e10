import type { Queryable } from '../../platform/database/database.ts'
import { leaseEnd } from '../../platform/database/lease.ts'

export type AddressToPush = { customerId: string; dueAt: Date }

/** Leases a customer whose changed address must be pushed to Stripe. The lease keeps other workers away. */
export const leaseAddressToPush = async (database: Queryable, now: Date): Promise<AddressToPush | null> => {
  const dueAt = leaseEnd(now)
  const [row] = await database.query<{ id: string }>(
    `update customer_address_jobs set push_due_at = $2 where customer_id =
       (select customer_id from customer_address_jobs where push_due_at <= $1 order by push_due_at limit 1
        for update skip locked) returning customer_id as id`,
    [now, dueAt],
  )
  return row ? { customerId: row.id, dueAt } : null
}

/** Extends the lease to its full time. Returns it as it was if the address has changed again. */
export const renewAddressToPush = async (
  database: Queryable,
  lease: AddressToPush,
  now: Date,
): Promise<AddressToPush> => {
  const dueAt = leaseEnd(now)
  const rows = await database.query(
    `update customer_address_jobs set push_due_at = $3
     where customer_id = $1 and push_due_at = $2 returning 1`,
    [lease.customerId, lease.dueAt, dueAt],
  )
  return rows.length > 0 ? { ...lease, dueAt } : lease
}

/** Does nothing if the address has changed again since the lease. */
export const markAddressPushed = async (
  database: Queryable,
  { customerId, dueAt }: AddressToPush,
): Promise<void> => {
  await database.query(
    'update customer_address_jobs set push_due_at = null where customer_id = $1 and push_due_at = $2',
    [customerId, dueAt],
  )
}
