import type { EntryKind } from '../../billing/history/ledger.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Days } from '../rollups/movement-figures-store.ts'

export const LEDGER_BASES = ['occurred', 'available'] as const
/** occurred: by the time at Stripe. available: by the time from which Stripe can pay it out. */
export type LedgerBasis = (typeof LEDGER_BASES)[number]
export type PaidCadence = 'once' | 'monthly' | 'yearly' | 'other'

export const LEDGER_SPANS = ['day', 'month'] as const
export type LedgerSpan = (typeof LEDGER_SPANS)[number]

/** charged: by the time of the charge, for refunds and disputes too. Currency null: all that supporters paid in. */
export type LedgerChoice = { basis: LedgerBasis | 'charged'; by: LedgerSpan; currency: Currency | null }

/** The ledger entries of one kind on one day or in one month. */
export type LedgerSum = {
  /** `2026-11-22` or `2026-11`. */
  span: string
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

// `2026-11-22` and `2026-11`.
const NAME_LENGTHS: Record<LedgerSpan, number> = { day: 10, month: 7 }

/** Sums the ledger entries of a period by day or month. */
export const findLedgerSums = (
  database: Queryable,
  { from, to }: Days,
  { basis, by, currency }: LedgerChoice,
): Promise<LedgerSum[]> =>
  database.query<LedgerSum>(
    `select left(day, $4::integer) as span, currency, cadence, kind, settled_currency as "settledCurrency",
       sum(entries)::integer as entries, sum(amount)::bigint as amount, sum(settled_amount)::bigint as "settledAmount",
       sum(fee)::bigint as fee, sum(net)::bigint as net
     from ledger_figures
     where basis = $3 and day between $1 and $2 and ($5::text is null or currency = $5::text)
     group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    [from, to, basis, NAME_LENGTHS[by], currency],
  )

/** Finds the day of the first ledger entry; null if there is none. */
export const findFirstLedgerDay = async (database: Queryable): Promise<string | null> => {
  const [row] = await database.query<{ day: string | null }>(
    `select min(day) as day from ledger_figures where basis = 'occurred'`,
  )
  return row?.day ?? null
}
