import type { Queryable } from '../../platform/database/database.ts'
import { declineReason } from '../model/decline-reason.ts'
import type { ChargeFact, Settlement } from '../model/facts.ts'

/** A known checkout or settlement is never replaced by null. */
export const SAVE_CHARGES = `insert into stripe_charges (id, customer_id, payment_intent_id, checkout_id, status, currency,
    amount, created_at, balance_transaction_id, failure_code, failure_reason, is_disputed, failure_transaction_id)
  select id, "customerId", "paymentIntentId", (select c.id from known_checkouts c where c.id = "checkoutId"), status,
    currency, amount, "createdAt", "settlementId", "failureCode", "failureReason", "isDisputed", "failureId"
  from jsonb_to_recordset($1::jsonb -> 'charges') as given (id text, "customerId" text, "paymentIntentId" text,
    "checkoutId" uuid, status text, currency text, amount bigint, "createdAt" timestamptz, "settlementId" text,
    "failureCode" text, "failureReason" text, "isDisputed" boolean, "failureId" text)
  on conflict (id) do update set status = excluded.status, amount = excluded.amount,
    customer_id = coalesce(stripe_charges.customer_id, excluded.customer_id),
    balance_transaction_id = coalesce(excluded.balance_transaction_id, stripe_charges.balance_transaction_id),
    failure_code = excluded.failure_code, failure_reason = excluded.failure_reason,
    is_disputed = excluded.is_disputed,
    failure_transaction_id = coalesce(excluded.failure_transaction_id, stripe_charges.failure_transaction_id)`

export const SAVE_REFUNDS = `insert into stripe_refunds (id, charge_id, status, currency, amount, reason, created_at,
    balance_transaction_id, failure_transaction_id)
  select id, "chargeId", status, currency, amount, reason, "createdAt", "settlementId", "failureId"
  from jsonb_to_recordset($1::jsonb -> 'refunds') as given (id text, "chargeId" text, status text, currency text,
    amount bigint, reason text, "createdAt" timestamptz, "settlementId" text, "failureId" text)
  on conflict (id) do update set status = excluded.status,
    balance_transaction_id = coalesce(excluded.balance_transaction_id, stripe_refunds.balance_transaction_id),
    failure_transaction_id = coalesce(excluded.failure_transaction_id, stripe_refunds.failure_transaction_id)`

export const SAVE_DISPUTES = `insert into stripe_disputes (id, charge_id, status, reason, currency, amount, created_at,
    transaction_ids)
  select id, "chargeId", status, reason, currency, amount, "createdAt", "transactionIds"
  from jsonb_to_recordset($1::jsonb -> 'disputes') as given (id text, "chargeId" text, status text, reason text,
    currency text, amount bigint, "createdAt" timestamptz, "transactionIds" jsonb)
  on conflict (id) do update set status = excluded.status, reason = excluded.reason, amount = excluded.amount,
    transaction_ids = excluded.transaction_ids`

export const chargeRows = (charges: readonly ChargeFact[]) => ({
  charges: charges.map(({ refunds: _r, disputes: _d, ...charge }) => ({
    ...withSettlementIds(charge),
    failureReason: charge.status === 'failed' ? declineReason(charge.failureCode) : null,
  })),
  refunds: charges.flatMap(({ refunds }) => refunds).map(withSettlementIds),
  disputes: charges
    .flatMap(({ disputes }) => disputes)
    .map(({ settlements, ...dispute }) => ({ ...dispute, transactionIds: settlements.map(({ id }) => id) })),
})

type Settled = { settlement: Settlement | null; failureSettlement: Settlement | null }

const withSettlementIds = <Fact extends Settled>({ settlement, failureSettlement, ...fact }: Fact) => ({
  ...fact,
  settlementId: settlement?.id ?? null,
  failureId: failureSettlement?.id ?? null,
})

const IS_UNSETTLED = `(c.status = 'succeeded' and c.balance_transaction_id is null)
  or exists (select 1 from stripe_refunds r where r.charge_id = c.id and r.status in ('succeeded', 'pending')
             and r.balance_transaction_id is null)
  or exists (select 1 from stripe_refunds r where r.charge_id = c.id and r.status = 'failed'
             and r.balance_transaction_id is not null and r.failure_transaction_id is null)`

/** Selects the `customers` with unsettled money, and the time of the newest of it. */
export const UNSETTLED = `select c.customer_id as "customerId", max(greatest(c.created_at, coalesce(
    (select max(r.created_at) from stripe_refunds r where r.charge_id = c.id), c.created_at))) as since
  from stripe_charges c join customers k on k.id = c.customer_id where ${IS_UNSETTLED} group by 1`

/** The record of a customer before it is fetched again. */
export type KnownCustomer = {
  /** Invoices and charges created earlier are final. Null: everything must be fetched. */
  since: Date | null
  liveSubscriptionIds: string[]
  /** Charges that wait for a settlement, a pending refund or the end of a dispute. */
  unfinishedChargeIds: string[]
  paymentIntentIds: Set<string>
  importedSubscriptions: Set<string>
  importedProducts: Set<string>
  /** Undefined if the customer was never seen, null if it is not ours. */
  supporterId: string | null | undefined
}

const UNFINISHED = `c.status = 'pending' or ${IS_UNSETTLED}
  or exists (select 1 from stripe_refunds r where r.charge_id = c.id and r.status = 'pending')
  or exists (select 1 from open_disputes d where d.charge_id = c.id)`

/** Reads the record of a customer in one statement. */
export const findKnownCustomer = async (database: Queryable, customerId: string): Promise<KnownCustomer> => {
  const [row] = await database.query<{
    since: Date | null
    live: string[]
    charges: string[]
    payments: string[]
    imported: string[]
    products: string[]
    seen: { supporterId: string | null } | null
  }>(
    `select least(
       (select coalesce(min(created_at) filter (where status in ('draft', 'open', 'uncollectible')), max(created_at))
        from stripe_invoices where customer_id = $1),
       (select coalesce(min(c.created_at) filter (where ${UNFINISHED}), max(c.created_at))
        from stripe_charges c where c.customer_id = $1)) as since,
       coalesce((select jsonb_agg(id) from stripe_subscriptions where customer_id = $1 and ended_at is null), '[]') as live,
       coalesce((select jsonb_agg(c.id) from stripe_charges c where c.customer_id = $1 and (${UNFINISHED})), '[]') as charges,
       coalesce((select jsonb_agg(p.payment_intent_id) from stripe_invoice_payments p
                 join stripe_invoices i on i.id = p.invoice_id where i.customer_id = $1), '[]') as payments,
       coalesce((select jsonb_agg(id) from imported_subscriptions where customer_id = $1), '[]') as imported,
       coalesce((select jsonb_agg(id) from imported_products), '[]') as products,
       (select jsonb_build_object('supporterId', supporter_id) from stripe_customers where id = $1) as seen`,
    [customerId],
  )
  return {
    since: row?.since ?? null,
    liveSubscriptionIds: row?.live ?? [],
    unfinishedChargeIds: row?.charges ?? [],
    paymentIntentIds: new Set(row?.payments),
    importedSubscriptions: new Set(row?.imported),
    importedProducts: new Set(row?.products),
    supporterId: row?.seen?.supporterId,
  }
}
