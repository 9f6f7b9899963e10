import type { Queryable } from '../../platform/database/database.ts'

export type CheckName = 'chain' | 'identity' | 'payments' | 'refunds' | 'disputes' | 'strays' | 'net'

/** The number of rows that violate an invariant of the record; `example` is one of them. */
export type Check = { name: CheckName; rule: string; count: number; example: string | null }

/**
 * The invariants of the record. Start + movements = end for each supporter and currency. The ledger matches
 * to the cent what Stripe settled.
 */
const CHECKS: Record<CheckName, { rule: string; sql: string }> = {
  chain: {
    rule: 'each movement starts where the last one of its supporter and currency ended',
    sql: `select supporter_id::text as id from (select *, lag(annual_after, 1, 0::bigint)
            over (partition by supporter_id, currency order by sequence) as before from movements) as each
          where before + annual_change <> annual_after`,
  },
  identity: {
    rule: 'start + movements = end, for each currency',
    sql: `select currency as id from movements m group by currency
          having sum(annual_change) <> (select sum(annual_after) from (
            select distinct on (supporter_id) annual_after from movements l where l.currency = m.currency
            order by supporter_id, sequence desc) as last)`,
  },
  payments: {
    rule: 'each settled charge is one payment in the ledger, of its amount',
    sql: `select c.id from stripe_charges c left join ledger_entries l
            on l.balance_transaction_id = c.balance_transaction_id and l.kind = 'payment'
          where c.balance_transaction_id is not null and (l.amount is null or l.amount <> c.amount)`,
  },
  refunds: {
    rule: 'each settled refund, and each that the bank sent back, is in the ledger',
    sql: `select r.id from stripe_refunds r left join ledger_entries l on l.balance_transaction_id = r.balance_transaction_id
          where r.balance_transaction_id is not null and l.amount is distinct from -r.amount
          union all
          select r.id from stripe_refunds r left join ledger_entries l on l.balance_transaction_id = r.failure_transaction_id
          where r.failure_transaction_id is not null and l.amount is distinct from r.amount`,
  },
  disputes: {
    rule: 'whatever a dispute took or gave back is in the ledger',
    sql: `select d.id from stripe_disputes d cross join jsonb_array_elements_text(d.transaction_ids) as t(id)
          left join ledger_entries l on l.balance_transaction_id = t.id
          where l.amount is null or abs(l.amount) <> d.amount`,
  },
  strays: {
    rule: 'nothing is in the ledger that no fact of Stripe’s accounts for',
    sql: `select l.balance_transaction_id as id from ledger_entries l
          where not exists (select 1 from stripe_charges c
              where l.balance_transaction_id in (c.balance_transaction_id, c.failure_transaction_id))
            and not exists (select 1 from stripe_refunds r
              where l.balance_transaction_id in (r.balance_transaction_id, r.failure_transaction_id))
            and not exists (select 1 from stripe_disputes d where d.transaction_ids ? l.balance_transaction_id)`,
  },
  net: {
    rule: 'what is settled, less its fee, is what the account received',
    sql: `select balance_transaction_id as id from ledger_entries where net <> settled_amount - fee`,
  },
}

export const checkRecord = async (database: Queryable): Promise<Check[]> => {
  const checks: Check[] = []
  for (const [name, { rule, sql }] of Object.entries(CHECKS) as [
    CheckName,
    { rule: string; sql: string },
  ][]) {
    const [row] = await database.query<{ count: number; example: string | null }>(
      `select count(*) as count, min(id) as example from (${sql}) as broken`,
    )
    checks.push({ name, rule, count: row?.count ?? 0, example: row?.example ?? null })
  }
  return checks
}
