import type { Queryable } from '../../platform/database/database.ts'
import type { EndCause } from '../model/facts.ts'

/** An end that we owe and that Stripe refused. */
export type RefusedRow = {
  id: string
  subscriptionId: string
  cause: EndCause
  because: string
  madeAt: Date
}

export const REFUSED = `a.kind = 'end' and a.failed_because is not null and a.withdrawn_at is null
  and exists (select 1 from stripe_subscriptions s where s.id = a.subscription_id and s.ended_at is null)`

export const listRefused = (database: Queryable): Promise<RefusedRow[]> =>
  database.query<RefusedRow>(
    `select a.id, a.subscription_id as "subscriptionId", a.cause, a.failed_because as because, a.made_at as "madeAt"
     from contribution_actions a where ${REFUSED} order by a.made_at limit 200`,
  )

/** Owes a refused end again, now. Resolves to its subscription; null where there is none. */
export const retryRefused = async (transaction: Queryable, id: string, now: Date): Promise<string | null> => {
  const [row] = await transaction.query<{ subscriptionId: string }>(
    `update contribution_actions a set due_at = $2, made_at = $2, failed_because = null where a.id = $1 and ${REFUSED}
     returning a.subscription_id as "subscriptionId"`,
    [id, now],
  )
  return row?.subscriptionId ?? null
}
