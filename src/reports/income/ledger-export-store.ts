import type { EntryKind } from '../../billing/history/ledger.ts'
import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Days } from '../rollups/movement-figures-store.ts'
import { dayOf } from '../rollups/rollups.ts'
import type { LedgerBasis, LedgerChoice, PaidCadence } from './ledger-sums-store.ts'

/** One ledger entry as the bookkeeper gets it: with ids of Stripe, without a supporter. */
export type ExportedEntry = {
  balanceTransactionId: string
  chargeId: string | null
  kind: EntryKind
  /** The newsroom's day, `2026-11-22`. */
  occurredOn: string
  occurredAt: Date
  /** Null if it is not on record, as in the ledger of an older version. */
  availableOn: string | null
  currency: Currency
  amount: number
  settledCurrency: Currency
  settledAmount: number
  fee: number
  net: number
  /** As Stripe used it, `1.12`. Null: nothing was converted. */
  exchangeRate: string | null
  /** Null as above. */
  cadence: PaidCadence | null
  /** The time of the basis, as exact as the database has it. */
  position: string
}

const BATCH = 1_000

const TIMES: Record<LedgerBasis, string> = {
  occurred: 'occurred_at',
  available: 'available_or_occurred_at',
}

export type LedgerPart = Days & { basis: LedgerBasis; currency: LedgerChoice['currency'] }

/**
 * Reads the ledger entries of a period in order of their time, batch by batch. Between batches no connection and no
 * transaction is held, so a slow download blocks nothing.
 */
export async function* readLedger(
  database: Queryable,
  part: LedgerPart,
  batch = BATCH,
): AsyncGenerator<ExportedEntry> {
  let last: ExportedEntry | undefined
  for (;;) {
    const entries = await readBatch(database, part, { last, batch })
    yield* entries
    last = entries.at(-1)
    if (entries.length < batch) return
  }
}

const readBatch = (
  database: Queryable,
  { from, to, basis, currency }: LedgerPart,
  { last, batch }: { last: ExportedEntry | undefined; batch: number },
): Promise<ExportedEntry[]> => {
  const time = TIMES[basis]
  return database.query<ExportedEntry>(
    `select balance_transaction_id as "balanceTransactionId", charge_id as "chargeId", kind,
       ${dayOf('occurred_at')} as "occurredOn", occurred_at as "occurredAt",
       case when available_at is not null then ${dayOf('available_at')} end as "availableOn", currency, amount,
       settled_currency as "settledCurrency", settled_amount as "settledAmount", fee, net,
       exchange_rate as "exchangeRate", cadence, ${time}::text as position
     from ledger_export
     where ${time} >= (select min(starts_at) from calendar_days where day >= $1)
       and ${time} < (select max(ends_at) from calendar_days where day <= $2)
       and ($3::text is null or currency = $3::text)
       ${last ? `and (${time}, balance_transaction_id) > ($5::timestamptz, $6::text)` : ''}
     order by ${time}, balance_transaction_id limit $4`,
    [from, to, currency, batch, ...(last ? [last.position, last.balanceTransactionId] : [])],
  )
}
