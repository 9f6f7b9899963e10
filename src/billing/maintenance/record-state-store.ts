import type { Queryable } from '../../platform/database/database.ts'

/** How far the record follows Stripe. */
export type RecordState = {
  eventAt: Date | null
  listedAt: Date | null
  reconciledAt: Date | null
  /** The earliest time by which a waiting event had to be recorded. Null: none is late. */
  waitingSince: Date | null
}

/** Finds when Stripe was last heard from and compared with, and which event is late. */
export const findRecordState = async (database: Queryable, now: Date): Promise<RecordState> => {
  const [row] = await database.query<RecordState>(
    `select (select received_at from webhook_events where found_by = 'webhook' order by number desc limit 1) as "eventAt",
       (select finished_at from reconciliation_runs where kind = 'events') as "listedAt",
       (select finished_at from reconciliation_runs where kind = 'scan') as "reconciledAt",
       (select min(sync_by) from waiting_webhook_events where sync_by < $1) as "waitingSince"`,
    [now],
  )
  return row ?? { eventAt: null, listedAt: null, reconciledAt: null, waitingSince: null }
}
