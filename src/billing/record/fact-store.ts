import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { CustomerFacts } from '../model/facts.ts'
import { chargeRows, SAVE_CHARGES, SAVE_DISPUTES, SAVE_REFUNDS } from './charge-store.ts'
import { entryRows, SAVE_ENTRIES } from './ledger-store.ts'

const SAVE_SUBSCRIPTIONS = `insert into stripe_subscriptions (id, customer_id, checkout_id, status, currency, started_at,
    cancel_at, ended_at, cancellation_reason, is_paused, resumes_at, amount, interval, interval_count, period_end,
    anchored_at)
  select id, "customerId", (select c.id from known_checkouts c where c.id = "checkoutId"), status, currency, "startedAt",
    "cancelAt", "endedAt", "cancellationReason", "isPaused", "resumesAt", (plan ->> 'amount')::bigint, plan ->> 'interval',
    (plan ->> 'intervalCount')::integer, (plan ->> 'periodEnd')::timestamptz,
    (plan ->> 'anchoredAt')::timestamptz
  from jsonb_to_recordset($1::jsonb -> 'subscriptions') as given (id text, "customerId" text, "checkoutId" uuid,
    status text, currency text, "startedAt" timestamptz, "cancelAt" timestamptz, "endedAt" timestamptz,
    "cancellationReason" text, "isPaused" boolean, "resumesAt" timestamptz, plan jsonb)
  on conflict (id) do update set status = excluded.status, currency = excluded.currency,
    cancel_at = excluded.cancel_at, ended_at = excluded.ended_at, cancellation_reason = excluded.cancellation_reason,
    is_paused = excluded.is_paused, resumes_at = excluded.resumes_at, amount = excluded.amount,
    interval = excluded.interval, interval_count = excluded.interval_count, period_end = excluded.period_end,
    anchored_at = excluded.anchored_at`

const SAVE_INVOICES = `insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid,
    annual_amount, period_end, created_at, finalized_at, paid_at, voided_at, attempts, next_attempt_at)
  select id, "customerId", "subscriptionId", status, currency, "amountPaid", "annualAmount", "periodEnd", "createdAt",
    "finalizedAt", "paidAt", "voidedAt", attempts, "nextAttemptAt"
  from jsonb_to_recordset($1::jsonb -> 'invoices') as given (id text, "customerId" text, "subscriptionId" text,
    status text, currency text, "amountPaid" bigint, "annualAmount" bigint, "periodEnd" timestamptz,
    "createdAt" timestamptz, "finalizedAt" timestamptz, "paidAt" timestamptz, "voidedAt" timestamptz, attempts integer,
    "nextAttemptAt" timestamptz)
  on conflict (id) do update set status = excluded.status, amount_paid = excluded.amount_paid,
    annual_amount = excluded.annual_amount, period_end = excluded.period_end, finalized_at = excluded.finalized_at,
    paid_at = excluded.paid_at, voided_at = excluded.voided_at, attempts = excluded.attempts,
    next_attempt_at = excluded.next_attempt_at`

const UNFINISHED_CHECKOUTS = `select o.id from known_checkouts o join (
    select "checkoutId" from jsonb_to_recordset($1::jsonb -> 'subscriptions') as s ("checkoutId" uuid)
    union select "checkoutId" from jsonb_to_recordset($1::jsonb -> 'charges') as c ("checkoutId" uuid)
    union select "checkoutId" from jsonb_to_recordset($1::jsonb -> 'sessions') as e ("checkoutId" uuid)
  ) as named on named."checkoutId" = o.id where o.state <> 'complete' order by o.created_at`

const SAVE_INVOICE_PAYMENTS = `insert into stripe_invoice_payments (payment_intent_id, invoice_id)
  select payment, i.id from jsonb_to_recordset($1::jsonb -> 'invoices') as i (id text, "paymentIntentIds" jsonb),
    jsonb_array_elements_text(i."paymentIntentIds") as payment
  on conflict do nothing`

type SupporterFacts = { supporterId: string; facts: Omit<CustomerFacts, 'customerId'> }

/**
 * Saves facts over their older versions and adds their ledger entries. Rows that the lists lack stay. Returns the ids of
 * named checkouts that are not complete. One statement, because foreign keys are checked at its end.
 */
export const saveFacts = (transaction: Queryable, one: SupporterFacts, now: Date): Promise<string[]> =>
  saveFactsOfMany(transaction, [one], now)

/** Saves the facts of several supporters in one statement. */
export const saveFactsOfMany = async (
  transaction: Queryable,
  many: readonly SupporterFacts[],
  now: Date,
): Promise<string[]> => {
  const entries = many.flatMap(({ supporterId, facts: { charges, invoices } }) =>
    entryRows({
      supporterId,
      charges,
      invoices: invoices.filter((each) => each.subscriptionId !== null),
    }),
  )
  const subscriptions = many.flatMap(({ facts }) => facts.subscriptions)
  const invoices = many.flatMap(({ facts }) => facts.invoices)
  const charges = many.flatMap(({ facts }) => facts.charges)
  const sessions = many.flatMap(({ facts }) => facts.sessions)
  const unfinished = await transaction.query<{ id: string }>(
    `with subscriptions as (${SAVE_SUBSCRIPTIONS}), invoices as (${SAVE_INVOICES}),
       invoice_payments as (${SAVE_INVOICE_PAYMENTS}), charges as (${SAVE_CHARGES}), refunds as (${SAVE_REFUNDS}),
       disputes as (${SAVE_DISPUTES}), entries as (${SAVE_ENTRIES})
     ${UNFINISHED_CHECKOUTS}`,
    [storableJson({ subscriptions, invoices, ...chargeRows(charges), sessions, entries }), now],
  )
  return unfinished.map(({ id }) => id)
}

/** Marks subscriptions as canceled that disappeared from Stripe together with their customer. */
export const recordDeletedSubscriptions = async (
  transaction: Queryable,
  ids: readonly string[],
  endedAt: Date,
): Promise<void> => {
  await transaction.query(
    `update stripe_subscriptions set status = 'canceled', ended_at = $2 where id = any($1::text[]) and ended_at is null`,
    [ids, endedAt],
  )
}
