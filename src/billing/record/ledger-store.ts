import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import { ledgerEntriesOf } from '../history/ledger.ts'
import type { Movement } from '../history/movements.ts'
import type { ChargeFact, InvoiceFact } from '../model/facts.ts'
import { cadenceOfPeriod } from '../model/intervals.ts'

// The invoice may have been recorded before.
const CADENCE_ON_RECORD = `(select period_cadence(i.created_at, i.period_end)
  from stripe_invoice_payments p join stripe_invoices i on i.id = p.invoice_id
  where p.payment_intent_id = given."paymentIntentId" and i.subscription_id is not null)`

/** Adds the entries that the ledger lacks. An entry is never changed. */
export const SAVE_ENTRIES = `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at,
    currency, amount, settled_currency, settled_amount, fee, net, exchange_rate, recorded_at, available_at, cadence, charged_at)
  select id, kind, "supporterId", "chargeId", "occurredAt", currency, amount, "settledCurrency", "settledAmount", fee, net, rate, $2,
    "availableAt", coalesce(cadence, ${CADENCE_ON_RECORD}, 'once'), "chargedAt"
  from jsonb_to_recordset($1::jsonb -> 'entries') as given (id text, kind text, "supporterId" uuid, "chargeId" text, "occurredAt" timestamptz,
    currency text, amount bigint, "settledCurrency" text, "settledAmount" bigint, fee bigint, net bigint, rate numeric, "availableAt" timestamptz,
    "paymentIntentId" text, cadence text, "chargedAt" timestamptz)
  on conflict (balance_transaction_id) do nothing`

/** The facts that tell how often a charge comes. */
type Paid = { supporterId: string; charges: readonly ChargeFact[]; invoices: readonly InvoiceFact[] }

/** The entries of charges, as `SAVE_ENTRIES` reads them. `cadence` is null unless the invoice was fetched as well. */
export const entryRows = ({ supporterId, charges, invoices }: Paid): object[] => {
  const byId = new Map(charges.map((charge) => [charge.id, charge]))
  const cadences = new Map(
    invoices.flatMap(({ paymentIntentIds, createdAt, periodEnd }) =>
      paymentIntentIds.map((id) => [id, cadenceOfPeriod(createdAt, periodEnd)]),
    ),
  )
  return ledgerEntriesOf(charges).map(({ settlement, ...entry }) => ({
    ...entry,
    supporterId,
    availableAt: settlement.availableAt,
    // A payment has the time of its charge already.
    chargedAt: entry.kind === 'payment' ? null : (byId.get(entry.chargeId)?.createdAt ?? null),
    paymentIntentId: byId.get(entry.chargeId)?.paymentIntentId ?? null,
    cadence: cadences.get(byId.get(entry.chargeId)?.paymentIntentId ?? '') ?? null,
    id: settlement.id,
    settledCurrency: settlement.currency,
    settledAmount: settlement.amount,
    fee: settlement.fee,
    net: settlement.net,
    rate: settlement.exchangeRate,
  }))
}

/** Replaces all movements of a supporter: a fold always returns the whole history. */
export const replaceMovements = async (
  transaction: Queryable,
  supporterId: string,
  movements: readonly Movement[],
): Promise<void> => {
  await transaction.query('delete from movements where supporter_id = $1', [supporterId])
  await addHistories(transaction, [{ supporterId, movements }])
}

/** All movements of a supporter. */
type History = { supporterId: string; movements: readonly Movement[] }

/** Adds the histories of supporters who have none yet. */
export const addHistories = async (transaction: Queryable, histories: readonly History[]): Promise<void> => {
  const rows = histories.flatMap(({ supporterId, movements }) =>
    movements.map((movement, sequence) => ({ ...movement, supporterId, sequence })),
  )
  if (rows.length === 0) return
  await transaction.query(
    `insert into movements (supporter_id, currency, sequence, occurred_at, kind, annual_change, annual_after, cadence, cause)
     select "supporterId", currency, sequence, "occurredAt", kind, "annualChange", "annualAfter", cadence, cause
     from jsonb_to_recordset($1::jsonb) as given ("supporterId" uuid, currency text, sequence integer,
       "occurredAt" timestamptz, kind text, "annualChange" bigint, "annualAfter" bigint, cadence text, cause text)`,
    [storableJson(rows)],
  )
}
