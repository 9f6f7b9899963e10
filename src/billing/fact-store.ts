import type { Queryable } from '../platform/database.ts'
import type { ChargeFact, CustomerFacts, InvoiceFact, SubscriptionFact } from './facts.ts'

/** The date from which a customer's invoices and charges are listed again: what is older is final. Null: from the start. */
export const unfinishedSince = async (database: Queryable, customerId: string): Promise<Date | null> => {
  const [row] = await database.query<{ since: Date | null }>(
    `select least(
       (select coalesce(min(created_at) filter (where status in ('draft', 'open', 'uncollectible')), max(created_at))
        from stripe_invoices where customer_id = $1),
       (select coalesce(min(created_at) filter (where status <> 'failed' and balance_transaction_id is null), max(created_at))
        from stripe_charges where customer_id = $1)) as since`,
    [customerId],
  )
  return row?.since ?? null
}

export const knownPayments = async (database: Queryable, customerId: string): Promise<Set<string>> => {
  const rows = await database.query<{ id: string }>(
    `select p.payment_intent_id as id from stripe_invoice_payments p
     join stripe_invoices i on i.id = p.invoice_id where i.customer_id = $1`,
    [customerId],
  )
  return new Set(rows.map((row) => row.id))
}

/** Writes what Stripe says over what it said before. A fact that a list lacks stays. */
export const putFacts = async (transaction: Queryable, facts: CustomerFacts): Promise<void> => {
  await putSubscriptions(transaction, facts.subscriptions)
  await putInvoices(transaction, facts.invoices)
  await putCharges(transaction, facts.charges)
}

const putSubscriptions = async (
  transaction: Queryable,
  subscriptions: readonly SubscriptionFact[],
): Promise<void> => {
  if (subscriptions.length === 0) return
  await transaction.query(
    `insert into stripe_subscriptions
       (id, customer_id, checkout_id, status, currency, started_at, cancel_at, ended_at, end_reason)
     select id, "customerId", (select c.id from checkouts c where c.id = "checkoutId"), status, currency, "startedAt",
       "cancelAt", "endedAt", "endReason"
     from jsonb_to_recordset($1::jsonb) as given (id text, "customerId" text, "checkoutId" uuid, status text, currency text,
       "startedAt" timestamptz, "cancelAt" timestamptz, "endedAt" timestamptz, "endReason" text)
     on conflict (id) do update set status = excluded.status, currency = excluded.currency,
       cancel_at = excluded.cancel_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason`,
    [JSON.stringify(subscriptions)],
  )
}

const putInvoices = async (transaction: Queryable, invoices: readonly InvoiceFact[]): Promise<void> => {
  if (invoices.length === 0) return
  await transaction.query(
    `insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount,
       period_end, created_at, finalized_at, paid_at, voided_at)
     select id, "customerId", "subscriptionId", status, currency, "amountPaid", "annualAmount", "periodEnd", "createdAt",
       "finalizedAt", "paidAt", "voidedAt"
     from jsonb_to_recordset($1::jsonb) as given (id text, "customerId" text, "subscriptionId" text, status text,
       currency text, "amountPaid" bigint, "annualAmount" bigint, "periodEnd" timestamptz, "createdAt" timestamptz,
       "finalizedAt" timestamptz, "paidAt" timestamptz, "voidedAt" timestamptz)
     on conflict (id) do update set status = excluded.status, amount_paid = excluded.amount_paid,
       annual_amount = excluded.annual_amount, period_end = excluded.period_end, finalized_at = excluded.finalized_at,
       paid_at = excluded.paid_at, voided_at = excluded.voided_at`,
    [JSON.stringify(invoices)],
  )
  const payments = invoices.flatMap((invoice) =>
    invoice.paymentIntentIds.map((payment) => ({ payment, invoice: invoice.id })),
  )
  await transaction.query(
    `insert into stripe_invoice_payments (payment_intent_id, invoice_id)
     select payment, invoice from jsonb_to_recordset($1::jsonb) as given (payment text, invoice text)
     on conflict do nothing`,
    [JSON.stringify(payments)],
  )
}

const putCharges = async (transaction: Queryable, charges: readonly ChargeFact[]): Promise<void> => {
  if (charges.length === 0) return
  const rows = charges.map(({ settlement, ...charge }) => ({
    ...charge,
    settlementId: settlement?.id ?? null,
  }))
  await transaction.query(
    `insert into stripe_charges (id, customer_id, payment_intent_id, checkout_id, status, currency, amount, created_at,
       balance_transaction_id)
     select id, "customerId", "paymentIntentId", (select c.id from checkouts c where c.id = "checkoutId"), status,
       currency, amount, "createdAt", "settlementId"
     from jsonb_to_recordset($1::jsonb) as given (id text, "customerId" text, "paymentIntentId" text, "checkoutId" uuid,
       status text, currency text, amount bigint, "createdAt" timestamptz, "settlementId" text)
     on conflict (id) do update set status = excluded.status, amount = excluded.amount,
       balance_transaction_id = coalesce(excluded.balance_transaction_id, stripe_charges.balance_transaction_id)`,
    [JSON.stringify(rows)],
  )
}

/** The recurring facts of a supporter, over all its customers. */
export const factsOfSupporter = async (
  transaction: Queryable,
  supporterId: string,
): Promise<{ subscriptions: SubscriptionFact[]; invoices: InvoiceFact[] }> => ({
  subscriptions: await transaction.query<SubscriptionFact>(
    `select s.id, s.customer_id as "customerId", s.checkout_id as "checkoutId", s.status, s.currency,
       s.started_at as "startedAt", s.cancel_at as "cancelAt", s.ended_at as "endedAt", s.end_reason as "endReason"
     from stripe_subscriptions s join stripe_customers c on c.id = s.customer_id where c.supporter_id = $1`,
    [supporterId],
  ),
  invoices: (
    await transaction.query<Omit<InvoiceFact, 'paymentIntentIds'>>(
      `select i.id, i.customer_id as "customerId", i.subscription_id as "subscriptionId", i.status, i.currency,
         i.amount_paid as "amountPaid", i.annual_amount as "annualAmount", i.period_end as "periodEnd",
         i.created_at as "createdAt", i.finalized_at as "finalizedAt", i.paid_at as "paidAt", i.voided_at as "voidedAt"
       from stripe_invoices i join stripe_customers c on c.id = i.customer_id where c.supporter_id = $1`,
      [supporterId],
    )
  ).map((invoice) => ({ ...invoice, paymentIntentIds: [] })),
})

/** When the customer's oldest charge still without a settlement was made; null when all are settled. */
export const unsettledSince = async (transaction: Queryable, customerId: string): Promise<Date | null> => {
  const [row] = await transaction.query<{ since: Date | null }>(
    `select min(created_at) as since from stripe_charges
     where customer_id = $1 and status = 'succeeded' and balance_transaction_id is null`,
    [customerId],
  )
  return row?.since ?? null
}
