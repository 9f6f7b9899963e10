import type { Queryable } from '../platform/database/database.ts'
import { REFUSED } from './actions/rejected-cancellation-store.ts'

export type InboxFigures = {
  waiting: number
  parked: number
  oldestSeconds: number
  due: number
  owed: number
  refused: number
  pastDue: number
}

export const figuresOfInbox = async (database: Queryable, now: Date): Promise<InboxFigures> => {
  const [row] = await database.query<InboxFigures>(
    `select (select count(*) from inbox where done_at is null and parked_because is null) as waiting,
       (select count(*) from inbox where parked_because is not null) as parked,
       coalesce((select extract(epoch from $1 - min(wanted_at)) from inbox
         where done_at is null and parked_because is null and wanted_at < $1), 0)::float8 as "oldestSeconds",
       (select count(*) from sync_units where due_at <= $1) as due,
       (select count(*) from contribution_actions where due_at is not null) as owed,
       (select count(*) from contribution_actions a where ${REFUSED}) as refused,
       (select count(*) from past_due_contributions) as "pastDue"`,
    [now],
  )
  return row ?? { waiting: 0, parked: 0, oldestSeconds: 0, due: 0, owed: 0, refused: 0, pastDue: 0 }
}

/** How many events reconciliation had to find since then. */
export const countMissed = async (database: Queryable, since: Date): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from inbox where found_by = 'reconciliation' and type not like 'sweep.%' and received_at > $1`,
    [since],
  )
  return row?.count ?? 0
}

/** Why each call that has been owed Stripe since before then is not made yet, the oldest first. */
export const owedSince = async (database: Queryable, before: Date): Promise<string[]> => {
  const rows = await database.query<{ because: string | null }>(
    // A return is dated by what it returns, and may wait for a bank for weeks: tried a hundred times it was for a day.
    `select last_failure as because from contribution_actions where due_at is not null and made_at < $1
       and (kind <> 'return' or (attempts > 100 and coalesce(last_failure, '') not in ('dispute-open', 'payment-under-way')))
     order by made_at`,
    [before],
  )
  return rows.map(({ because }) => because ?? 'it waits for another')
}
