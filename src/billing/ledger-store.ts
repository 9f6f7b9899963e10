import type { Queryable } from '../platform/database.ts'
import type { ChargeFact } from './facts.ts'
import type { Movement } from './timeline.ts'

/** Enters the settled payments that the ledger does not have. An entry is never changed. */
export const recordPayments = async (
  transaction: Queryable,
  supporterId: string,
  charges: readonly ChargeFact[],
  now: Date,
): Promise<void> => {
  const entries = charges.flatMap(({ settlement, ...charge }) =>
    settlement && charge.status === 'succeeded'
      ? [
          {
            id: settlement.id,
            chargeId: charge.id,
            at: charge.createdAt,
            currency: charge.currency,
            amount: charge.amount,
            settledCurrency: settlement.currency,
            settledAmount: settlement.amount,
            fee: settlement.fee,
            net: settlement.net,
            rate: settlement.exchangeRate,
          },
        ]
      : [],
  )
  if (entries.length === 0) return
  await transaction.query(
    `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at, currency, amount,
       settled_currency, settled_amount, fee, net, exchange_rate, recorded_at)
     select id, 'payment', $2, "chargeId", at, currency, amount, "settledCurrency", "settledAmount", fee, net, rate, $3
     from jsonb_to_recordset($1::jsonb) as given (id text, "chargeId" text, at timestamptz, currency text, amount bigint,
       "settledCurrency" text, "settledAmount" bigint, fee bigint, net bigint, rate numeric)
     on conflict (balance_transaction_id) do nothing`,
    [JSON.stringify(entries), supporterId, now],
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
     join stripe_customers k on k.id = c.customer_id
     join checkouts o on o.id = c.checkout_id and o.frequency = 'once'
     where k.supporter_id = $1 and c.status = 'succeeded'`,
    [supporterId],
  )
  return row?.at ?? null
}
