import type { EntryKind } from '../../billing/history/ledger.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Days } from '../rollups/movement-figures-store.ts'

/** occurred: by the time at Stripe. available: by the time of the payout. */
export type LedgerBasis = 'occurred' | 'available'
export type PaidCadence = 'once' | 'monthly' | 'yearly' | 'other'

/** The ledger entries of one kind on one day. */
export type LedgerSum = {
  day: string
  currency: Currency
  cadence: PaidCadence
  kind: EntryKind
  settledCurrency: Currency
  entries: number
  /** Minor units of `currency`. Negative if money left us. */
  amount: number
  /** Minor units of `settledCurrency`, as `fee` and `net`. */
  settledAmount: number
  fee: number
  net: number
}

/** Sums the ledger entries of a period by day. */
export const findLedgerSums = (
  database: Queryable,
  { from, to }: Days,
  basis: LedgerBasis,
): Promise<LedgerSum[]> =>
  database.query<LedgerSum>(
    `select day, currency, cadence, kind, settled_currency as "settledCurrency", sum(entries)::integer as entries,
       sum(amount)::bigint as amount, sum(settled_amount)::bigint as "settledAmount", sum(fee)::bigint as fee,
       sum(net)::bigint as net
     from ledger_figures where basis = $3 and day between $1 and $2 group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    [from, to, basis],
  )
