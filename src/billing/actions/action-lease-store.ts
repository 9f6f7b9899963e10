import type { Queryable } from '../../platform/database/database.ts'
import { LeaseLost, leaseEnd } from '../../platform/database/lease.ts'
import type { PendingAction } from '../model/pending-action.ts'

type Leased = Pick<PendingAction, 'id' | 'leaseToken'>

/** Extends the lease of an action to its full time. */
export const renewAction = async (
  database: Queryable,
  { id, leaseToken }: Leased,
  now: Date,
): Promise<void> => {
  await database.query('update subscription_actions set due_at = $3 where id = $1 and lease_token = $2', [
    id,
    leaseToken,
    leaseEnd(now),
  ])
}

/** True if this worker still has the lease. Locks the action until the transaction ends. */
export const hasActionLease = async (
  transaction: Queryable,
  { id, leaseToken }: Leased,
): Promise<boolean> => {
  const rows = await transaction.query(
    'select 1 from subscription_actions where id = $1 and lease_token = $2 for update',
    [id, leaseToken],
  )
  return rows.length > 0
}

/** Ends every lease. Only for a database that no other process has open: the workers that held them are gone. */
export const endActionLeases = async (database: Queryable, now: Date): Promise<void> => {
  await database.query(
    'update subscription_actions set lease_token = null, due_at = $1 where lease_token is not null and due_at > $1',
    [now],
  )
}

/** Records that Stripe is about to be asked. Must be committed before the call. Throws if the lease is lost. */
export const recordFirstAttempt = async (
  database: Queryable,
  { id, leaseToken }: Leased,
  now: Date,
): Promise<void> => {
  const rows = await database.query(
    `update subscription_actions set first_attempted_at = coalesce(first_attempted_at, $3)
     where id = $1 and lease_token = $2 returning 1`,
    [id, leaseToken, now],
  )
  if (rows.length === 0) throw new LeaseLost('Another worker has the action')
}
