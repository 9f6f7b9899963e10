import type { Queryable } from '../../platform/database/database.ts'

/** Records that the reader of a customer's address did not pay. The first time counts. */
export const disownContribution = async (
  database: Queryable,
  customerId: string,
  now: Date,
): Promise<void> => {
  await database.query(
    'update customer_addresses set disowned_at = $2 where customer_id = $1 and disowned_at is null',
    [customerId, now],
  )
}

export type DisownedRow = { customerId: string; at: Date }

/** Lists the customers whose address belongs to somebody else, as its reader says, until staff settle it. */
export const listDisowned = (database: Queryable): Promise<DisownedRow[]> =>
  database.query<DisownedRow>(
    `select customer_id as "customerId", disowned_at as at from customer_addresses
     where disowned_at is not null and disown_settled_at is null order by disowned_at, customer_id limit 200`,
  )

/** Counts the customers whose address belongs to somebody else until staff settle it. */
export const countDisowned = async (database: Queryable): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::integer as count from customer_addresses
     where disowned_at is not null and disown_settled_at is null`,
  )
  return row?.count ?? 0
}

/**
 * Records the decision of staff. `keep`: the reader did pay, and gets mails again. `settle`: no mails go there.
 * Returns false if nothing was left to decide.
 */
export const settleDisowned = async (
  database: Queryable,
  { customerId, decision }: { customerId: string; decision: 'keep' | 'settle' },
  now: Date,
): Promise<boolean> => {
  const rows = await database.query(
    `update customer_addresses set disowned_at = case when $2 = 'settle' then disowned_at end,
       disown_settled_at = case when $2 = 'settle' then $3::timestamptz end
     where customer_id = $1 and disowned_at is not null and disown_settled_at is null returning 1`,
    [customerId, decision, now],
  )
  return rows.length > 0
}
