import type { Currency } from '../../money/currency.ts'
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

/** Finds a year's ledger entries in the newsroom's time zone, oldest first. */
export const findStatementLines = (
  database: Queryable,
  addressIndex: Uint8Array,
  { year, timeZone }: { year: number; timeZone: string },
): Promise<StatementLine[]> =>
  database.query<StatementLine>(
    `select l.id, l.kind, l.amount, l.currency, l.occurred_at as at from ${OF_ADDRESS}
       and extract(year from l.occurred_at at time zone $3) = $2 order by l.occurred_at, l.id`,
    [addressIndex, year, timeZone],
  )

/** Finds the years with ledger entries, newest first. */
export const findStatementYears = async (
  database: Queryable,
  addressIndex: Uint8Array,
  timeZone: string,
): Promise<number[]> => {
  const rows = await database.query<{ year: number }>(
    `select distinct extract(year from l.occurred_at at time zone $2)::integer as year from ${OF_ADDRESS} order by 1 desc`,
    [addressIndex, timeZone],
  )
  return rows.map(({ year }) => year)
}
