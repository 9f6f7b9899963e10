import type { Queryable } from '../platform/database/database.ts'
import { IS_REJECTED_CANCELLATION } from './actions/rejected-cancellation-store.ts'

export type BillingFigures = {
  waiting: number
  parked: number
  oldestSeconds: number
  due: number
  pendingActions: number
  rejectedCancellations: number
  pastDue: number
}

export const findBillingFigures = async (database: Queryable, now: Date): Promise<BillingFigures> => {
  const [row] = await database.query<BillingFigures>(
    `select (select count(*) from waiting_webhook_events) as waiting,
       (select count(*) from webhook_events where parked_reason is not null) as parked,
       coalesce((select extract(epoch from $1 - min(sync_by)) from waiting_webhook_events
         where sync_by < $1), 0)::float8 as "oldestSeconds",
       (select count(*) from sync_jobs where due_at <= $1) as due,
       (select count(*) from subscription_actions where due_at is not null) as "pendingActions",
       (select count(*) from subscription_actions a where ${IS_REJECTED_CANCELLATION}) as "rejectedCancellations",
       (select count(*) from all_past_due) as "pastDue"`,
    [now],
  )
  return (
    row ?? {
      waiting: 0,
      parked: 0,
      oldestSeconds: 0,
      due: 0,
      pendingActions: 0,
      rejectedCancellations: 0,
      pastDue: 0,
    }
  )
}

/** Counts the events since `since` that reconciliation had to find. */
export const countMissedEvents = async (database: Queryable, since: Date): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from webhook_events where found_by = 'reconciliation' and type not like 'scan.%' and received_at > $1`,
    [since],
  )
  return row?.count ?? 0
}

/** Lists, oldest first, the reasons why actions from before `before` are still pending. */
export const findOverdueActions = async (database: Queryable, before: Date): Promise<string[]> => {
  const rows = await database.query<{ because: string | null }>(
    // A refund may wait for a bank for weeks. A hundred attempts take about a day.
    `select last_failure as because from subscription_actions where due_at is not null and created_at < $1
       and (kind <> 'refund' or (attempts > 100 and coalesce(last_failure, '') not in ('dispute-open', 'payment-pending')))
     order by created_at`,
    [before],
  )
  return rows.map(({ because }) => because ?? 'it waits for another')
}
