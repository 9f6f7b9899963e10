import type { EntryKind } from '../../billing/history/ledger.ts'
import type { MovementKind } from '../../billing/history/movements.ts'
import type { ChurnCause } from '../../billing/history/subscription-history.ts'
import type { Cadence } from '../../billing/model/intervals.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** A movement, or an entry that is no payment: a refund, a dispute, or a payment that failed afterwards. */
export type LatestEvent = {
  at: Date
  currency: Currency
  /** Minor units, never negative. For a year if it is a movement. */
  amount: number
} & (
  | { is: 'movement'; kind: MovementKind; cause: ChurnCause | null; cadence: Cadence }
  | { is: 'entry'; kind: Exclude<EntryKind, 'payment'> }
)

/** Lists the latest events without their supporters. Each part is read backwards in its index by time. */
export const findLatestEvents = (database: Queryable, limit: number): Promise<LatestEvent[]> =>
  database.query<LatestEvent>(
    `select * from (
       (select occurred_at as at, currency, abs(annual_change)::bigint as amount, 'movement' as is, kind, cause, cadence
        from reported_movements order by occurred_at desc limit $1)
       union all
       (select occurred_at, currency, abs(amount)::bigint, 'entry', kind, null, null from reported_entries
        where kind <> 'payment' order by occurred_at desc limit $1)
     ) as events order by at desc, kind limit $1`,
    [limit],
  )
