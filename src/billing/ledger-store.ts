import type { Queryable } from '../platform/database.ts'
import type { LedgerEntry } from './ledger.ts'
import type { Movement } from './movements.ts'

/** Enters the movements of money that the ledger does not have. An entry is never changed. */
export const recordEntries = async (
  transaction: Queryable,
  supporterId: string,
  entries: readonly LedgerEntry[],
  now: Date,
): Promise<void> => {
  if (entries.length === 0) return
  const rows = entries.map(({ settlement, ...entry }) => ({
    ...entry,
    id: settlement.id,
    settledCurrency: settlement.currency,
    settledAmount: settlement.amount,
    fee: settlement.fee,
    net: settlement.net,
    rate: settlement.exchangeRate,
  }))
  await transaction.query(
    `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at, currency, amount,
       settled_currency, settled_amount, fee, net, exchange_rate, recorded_at)
     select id, kind, $2, "chargeId", "occurredAt", currency, amount, "settledCurrency", "settledAmount", fee, net,
       rate, $3
     from jsonb_to_recordset($1::jsonb) as given (id text, kind text, "chargeId" text, "occurredAt" timestamptz,
       currency text, amount bigint, "settledCurrency" text, "settledAmount" bigint, fee bigint, net bigint, rate numeric)
     on conflict (balance_transaction_id) do nothing`,
    [JSON.stringify(rows), supporterId, now],
  )
}

/** Puts a supporter's movements in place of those it had: the fold gives the whole history each time. */
export const replaceMovements = async (
  transaction: Queryable,
  supporterId: string,
  movements: readonly Movement[],
): Promise<void> => {
  await transaction.query('delete from movements where supporter_id = $1', [supporterId])
  if (movements.length === 0) return
  await transaction.query(
    `insert into movements (supporter_id, currency, sequence, occurred_at, kind, annual_change, annual_after, cause)
     select $2, currency, sequence, "occurredAt", kind, "annualChange", "annualAfter", cause
     from jsonb_to_recordset($1::jsonb) as given (currency text, sequence integer, "occurredAt" timestamptz, kind text,
       "annualChange" bigint, "annualAfter" bigint, cause text)`,
    [JSON.stringify(movements.map((movement, sequence) => ({ ...movement, sequence }))), supporterId],
  )
}

/** When the supporter last gave once. */
export const lastGiftAt = async (transaction: Queryable, supporterId: string): Promise<Date | null> => {
  const [row] = await transaction.query<{ at: Date | null }>(
    `select max(c.created_at) as at from stripe_charges c
     join checkouts o on o.id = c.checkout_id and o.frequency = 'once'
     where c.status = 'succeeded'
       and (o.supporter_id = $1
            or exists (select 1 from stripe_customers k where k.id = c.customer_id and k.supporter_id = $1))`,
    [supporterId],
  )
  return row?.at ?? null
}
