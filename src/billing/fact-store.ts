import type { Queryable } from '../platform/database.ts'
import { putCharges } from './charge-store.ts'
import type { CustomerFacts, InvoiceFact, SubscriptionFact } from './facts.ts'

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
    `insert into stripe_subscriptions (id, customer_id, checkout_id, status, currency, started_at, cancel_at, ended_at,
       end_reason, is_paused, resumes_at)
     select id, "customerId", (select c.id from checkouts c where c.id = "checkoutId"), status, currency, "startedAt",
       "cancelAt", "endedAt", "endReason", "isPaused", "resumesAt"
     from jsonb_to_recordset($1::jsonb) as given (id text, "customerId" text, "checkoutId" uuid, status text, currency text,
       "startedAt" timestamptz, "cancelAt" timestamptz, "endedAt" timestamptz, "endReason" text, "isPaused" boolean,
       "resumesAt" timestamptz)
     on conflict (id) do update set status = excluded.status, currency = excluded.currency,
       cancel_at = excluded.cancel_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason,
       is_paused = excluded.is_paused, resumes_at = excluded.resumes_at`,
    [JSON.stringify(subscriptions)],
  )
}

const putInvoices = async (transaction: Queryable, invoices: readonly InvoiceFact[]): Promise<void> => {
  if (invoices.length === 0) return
  await transaction.query(
    `insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount,
       period_end, created_at, finalized_at, paid_at, voided_at, attempts, next_attempt_at)
     select id, "customerId", "subscriptionId", status, currency, "amountPaid", "annualAmount", "periodEnd", "createdAt",
       "finalizedAt", "paidAt", "voidedAt", attempts, "nextAttemptAt"
     from jsonb_to_recordset($1::jsonb) as given (id text, "customerId" text, "subscriptionId" text, status text,
       currency text, "amountPaid" bigint, "annualAmount" bigint, "periodEnd" timestamptz, "createdAt" timestamptz,
       "finalizedAt" timestamptz, "paidAt" timestamptz, "voidedAt" timestamptz, attempts integer,
       "nextAttemptAt" timestamptz)
     on conflict (id) do update set status = excluded.status, amount_paid = excluded.amount_paid,
       annual_amount = excluded.annual_amount, period_end = excluded.period_end, finalized_at = excluded.finalized_at,
       paid_at = excluded.paid_at, voided_at = excluded.voided_at, attempts = excluded.attempts,
       next_attempt_at = excluded.next_attempt_at`,
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

/** A subscription that Stripe no longer has at all: it ended when its customer was deleted. */
export const endGone = async (
  transaction: Queryable,
  ids: readonly string[],
  endedAt: Date,
): Promise<void> => {
  await transaction.query(
    `update stripe_subscriptions set status = 'canceled', ended_at = $2 where id = any($1::text[]) and ended_at is null`,
    [ids, endedAt],
  )
}
