import { randomUUID } from 'node:crypto'
import type { Queryable } from '../platform/database.ts'
import type { Disputed } from './dispute-rule.ts'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from './facts.ts'
import type { RecurringFacts } from './timeline.ts'

/** The recurring facts of a supporter, over all its customers. */
export const factsOfSupporter = async (
  transaction: Queryable,
  supporterId: string,
): Promise<RecurringFacts> => {
  const subscriptions = await transaction.query<SubscriptionFact>(
    `select s.id, s.customer_id as "customerId", s.checkout_id as "checkoutId", s.status, s.currency,
       s.started_at as "startedAt", s.cancel_at as "cancelAt", s.ended_at as "endedAt", s.end_reason as "endReason",
       s.is_paused as "isPaused", s.resumes_at as "resumesAt"
     from stripe_subscriptions s join stripe_customers c on c.id = s.customer_id where c.supporter_id = $1`,
    [supporterId],
  )
  const ids = subscriptions.map((subscription) => subscription.id)
  return {
    subscriptions,
    invoices: await invoicesOf(transaction, supporterId),
    pauses: await transaction.query<PauseFact>(
      `select subscription_id as "subscriptionId", paused_at as "pausedAt", resumed_at as "resumedAt",
         resumes_at as "resumesAt" from stripe_pauses where subscription_id = any($1::text[])`,
      [ids],
    ),
    actions: await transaction.query<ActionFact>(
      `select subscription_id as "subscriptionId", kind, cause, other_subscription_id as "otherSubscriptionId",
         made_at as "madeAt" from contribution_actions
       where subscription_id = any($1::text[]) and failed_because is null order by made_at`,
      [ids],
    ),
  }
}

const invoicesOf = async (transaction: Queryable, supporterId: string): Promise<InvoiceFact[]> => {
  const rows = await transaction.query<Omit<InvoiceFact, 'paymentIntentIds'>>(
    `select i.id, i.customer_id as "customerId", i.subscription_id as "subscriptionId", i.status, i.currency,
       i.amount_paid as "amountPaid", i.annual_amount as "annualAmount", i.period_end as "periodEnd",
       i.created_at as "createdAt", i.finalized_at as "finalizedAt", i.paid_at as "paidAt", i.voided_at as "voidedAt",
       i.attempts, i.next_attempt_at as "nextAttemptAt"
     from stripe_invoices i join stripe_customers c on c.id = i.customer_id where c.supporter_id = $1`,
    [supporterId],
  )
  return rows.map((invoice) => ({ ...invoice, paymentIntentIds: [] }))
}

/** The disputes of payments of a supporter's contributions. */
export const disputesOfSupporter = (transaction: Queryable, supporterId: string): Promise<Disputed[]> =>
  transaction.query<Disputed>(
    `select i.subscription_id as "subscriptionId", d.status, d.created_at as "createdAt",
       (select a.adopted_at from adopted_subscriptions a where a.id = i.subscription_id) as "adoptedAt"
     from stripe_disputes d
     join stripe_charges c on c.id = d.charge_id
     join stripe_invoice_payments p on p.payment_intent_id = c.payment_intent_id
     join stripe_invoices i on i.id = p.invoice_id
     join stripe_customers k on k.id = c.customer_id
     where k.supporter_id = $1 and i.subscription_id is not null`,
    [supporterId],
  )

export type NewAction = Omit<ActionFact, 'madeAt'> & { dueAt: Date | null }

/** Writes down what we are about to do; false where that was written before. Stripe is called after it is committed. */
export const recordAction = async (
  transaction: Queryable,
  { subscriptionId, kind, cause, otherSubscriptionId, dueAt }: NewAction,
  now: Date,
): Promise<boolean> => {
  const rows = await transaction.query(
    `insert into contribution_actions (id, subscription_id, kind, cause, other_subscription_id, made_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [randomUUID(), subscriptionId, kind, cause, otherSubscriptionId, now, dueAt],
  )
  return rows.length > 0
}

/** Has a duplicate undone that staff decided on, also where that had failed or been withdrawn before. */
export const ownDuplicate = async (
  transaction: Queryable,
  { subscriptionId, keptId }: { subscriptionId: string; keptId: string },
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into contribution_actions (id, subscription_id, kind, other_subscription_id, made_at, due_at)
     values ($1, $2, 'duplicate', $3, $4, $4)
     on conflict (subscription_id) where kind in ('duplicate', 'replaces') do update set
       kind = 'duplicate', other_subscription_id = excluded.other_subscription_id, due_at = excluded.due_at,
       attempts = 0, done_at = null, failed_because = null, last_failure = null`,
    [randomUUID(), subscriptionId, keptId, now],
  )
}
