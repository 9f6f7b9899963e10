import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { LedgerEntry } from '../history/ledger.ts'
import type { Movement } from '../history/movements.ts'

/** Adds the entries that the ledger lacks. An entry is never changed. */
export const SAVE_ENTRIES = `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at,
    currency, amount, settled_currency, settled_amount, fee, net, exchange_rate, recorded_at)
  select id, kind, $2, "chargeId", "occurredAt", currency, amount, "settledCurrency", "settledAmount", fee, net, rate, $3
  from jsonb_to_recordset($1::jsonb -> 'entries') as given (id text, kind text, "chargeId" text, "occurredAt" timestamptz,
    currency text, amount bigint, "settledCurrency" text, "settledAmount" bigint, fee bigint, net bigint, rate numeric)
  on conflict (balance_transaction_id) do nothing`

export const entryRows = (entries: readonly LedgerEntry[]): object[] =>
  entries.map(({ settlement, ...entry }) => ({
    ...entry,
    id: settlement.id,
    settledCurrency: settlement.currency,
    settledAmount: settlement.amount,
    fee: settlement.fee,
    net: settlement.net,
    rate: settlement.exchangeRate,
  }))

/** Replaces all movements of a supporter: a fold always returns the whole history. */
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
    [storableJson(movements.map((movement, sequence) => ({ ...movement, sequence }))), supporterId],
  )
}
