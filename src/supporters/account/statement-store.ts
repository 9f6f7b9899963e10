import type { Currency } from '../../money/currency.ts'
import type { CalendarSpan } from '../../platform/calendar.ts'
import type { Queryable } from '../../platform/database/database.ts'

export const STATEMENT_KINDS = [
  'payment',
  'payment-failed',
  'refund',
  'refund-failed',
  'dispute',
  'dispute-reinstated',
] as const

/** One ledger entry of a statement, in minor units. Refunds and disputes are negative. */
export type StatementLine = {
  id: string
  kind: (typeof STATEMENT_KINDS)[number]
  amount: number
  currency: Currency
  at: Date
}

const OF_ADDRESS = `account_ledger l join customer_addresses a on a.customer_id = l.customer_id where a.address_index = $1`

/** Finds the ledger entries of a year, oldest first. */
export const findStatementLines = (
  database: Queryable,
  addressIndex: Uint8Array,
  { startsAt, endsAt }: CalendarSpan,
): Promise<StatementLine[]> =>
  database.query<StatementLine>(
    `select l.id, l.kind, l.amount, l.currency, l.occurred_at as at from ${OF_ADDRESS}
       and l.occurred_at >= $2 and l.occurred_at < $3 order by l.occurred_at, l.id`,
    [addressIndex, startsAt, endsAt],
  )

/** Finds which of these years have ledger entries, newest first. */
export const findStatementYears = async (
  database: Queryable,
  addressIndex: Uint8Array,
  years: readonly CalendarSpan[],
): Promise<number[]> => {
  const rows = await database.query<{ year: number }>(
    `select distinct width_bucket(l.occurred_at, $2::timestamptz[]) as year from ${OF_ADDRESS} order by 1 desc`,
    [addressIndex, years.map(({ startsAt }) => startsAt.toISOString())],
  )
  return rows.flatMap(({ year }) => years[year - 1] ?? []).map(({ name }) => Number(name))
}
