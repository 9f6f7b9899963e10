import { randomUUID } from 'node:crypto'
import type { Queryable } from '../../platform/database/database.ts'
import { withInstants } from '../../platform/database/json-rows.ts'
import type { Disputed } from '../duplicates/dispute-rule.ts'
import type { KnownDuplicate } from '../duplicates/duplicates.ts'
import type { Movement } from '../history/movements.ts'
import type { DatedPause, KnownAction } from '../history/pauses.ts'
import type { Cancellation } from '../history/silence-after-cancel.ts'
import type { OneTimeContribution } from '../mails/due-mails.ts'
import type { CancellationCause, InvoiceFact, SubscriptionFact } from '../model/facts.ts'
import { UNSETTLED } from './charge-store.ts'

/** The record of a supporter over all its customers at Stripe. */
export type SupporterRecord = {
  subscriptions: SubscriptionFact[]
  invoices: InvoiceFact[]
  pauses: DatedPause[]
  actions: KnownAction[]
  cancellations: Cancellation[]
  /** Disputes of subscription payments. */
  disputes: Disputed[]
  duplicates: KnownDuplicate[]
  /** Ordered by time. */
  movements: Movement[]
  /** The latest one-time gifts, newest first. */
  gifts: OneTimeContribution[]
  /** Customers with unsettled money, and the time of the newest of it. */
  unsettled: { customerId: string; since: Date }[]
}

const SUBSCRIPTIONS = `select s.id, s.customer_id as "customerId", s.checkout_id as "checkoutId", s.status, s.currency,
    s.started_at as "startedAt", s.cancel_at as "cancelAt", s.ended_at as "endedAt", s.cancellation_reason as "cancellationReason",
    s.is_paused as "isPaused", s.resumes_at as "resumesAt"
  from stripe_subscriptions s join customers c on c.id = s.customer_id`

const INVOICES = `select i.id, i.customer_id as "customerId", i.subscription_id as "subscriptionId", i.status, i.currency,
    i.amount_paid as "amountPaid", i.annual_amount as "annualAmount", i.period_end as "periodEnd",
    i.created_at as "createdAt", i.finalized_at as "finalizedAt", i.paid_at as "paidAt", i.voided_at as "voidedAt",
    i.attempts, i.next_attempt_at as "nextAttemptAt", '[]'::jsonb as "paymentIntentIds"
  from stripe_invoices i join customers c on c.id = i.customer_id`

const PAUSES = `select p.subscription_id as "subscriptionId", p.paused_at as "pausedAt", p.resumed_at as "resumedAt",
    p.resumes_at as "resumesAt", p.dated_by as "datedBy"
  from stripe_pauses p join stripe_subscriptions s on s.id = p.subscription_id join customers c on c.id = s.customer_id`

const ACTIONS = `select a.subscription_id as "subscriptionId", a.kind, a.cause,
    a.other_subscription_id as "otherSubscriptionId", a.created_at as "createdAt", a.done_at as "doneAt"
  from subscription_actions a join stripe_subscriptions s on s.id = a.subscription_id
  join customers c on c.id = s.customer_id where a.final_failure is null and a.kind not in ('change', 'refund') order by a.created_at`

const CANCELLATIONS = `select a.subscription_id as "subscriptionId", a.cause, a.created_at as "createdAt",
    coalesce(a.reason = 'safety', false) as "isUnsafe"
  from subscription_actions a join stripe_subscriptions s on s.id = a.subscription_id
  join customers c on c.id = s.customer_id where a.kind = 'cancel'`

const DISPUTES = `select i.subscription_id as "subscriptionId", d.status, d.created_at as "createdAt",
    (select a.imported_at from imported_subscriptions a where a.id = i.subscription_id) as "importedAt"
  from stripe_disputes d
  join stripe_charges h on h.id = d.charge_id
  join customers c on c.id = h.customer_id
  join stripe_invoice_payments p on p.payment_intent_id = h.payment_intent_id
  join stripe_invoices i on i.id = p.invoice_id
  where i.subscription_id is not null`

const DUPLICATES = `select n.subscription_id as "subscriptionId", n.kept_subscription_id as "keptId", n.decision from duplicate_subscriptions n
  join stripe_subscriptions s on s.id = n.subscription_id join customers c on c.id = s.customer_id`

const MOVEMENTS = `select currency, occurred_at as "occurredAt", kind, annual_change as "annualChange",
    annual_after as "annualAfter", cadence, cause
  from movements where supporter_id = $1 order by sequence`

const ONE_TIME_GIFTS = `select h.id as "chargeId", h.customer_id as "customerId", o.id as "checkoutId", h.amount, h.currency,
    h.created_at as at from stripe_charges h
  join known_checkouts o on o.id = h.checkout_id and o.frequency = 'once'
  where h.status = 'succeeded'
    and (o.supporter_id = $1 or exists (select 1 from customers c where c.id = h.customer_id))
  order by h.created_at desc, h.id limit 20`

const listOf = (select: string): string => `(select coalesce(jsonb_agg(e), '[]') from (${select}) as e)`

/** Reads the record in one statement, because every sync of a customer needs it. */
export const findSupporterRecord = async (
  transaction: Queryable,
  supporterId: string,
): Promise<SupporterRecord> => {
  const [row] = await transaction.query<SupporterRecord>(
    `with customers as (select id from stripe_customers where supporter_id = $1)
     select ${listOf(SUBSCRIPTIONS)} as subscriptions, ${listOf(INVOICES)} as invoices, ${listOf(PAUSES)} as pauses,
       ${listOf(ACTIONS)} as actions, ${listOf(CANCELLATIONS)} as cancellations, ${listOf(DISPUTES)} as disputes, ${listOf(DUPLICATES)} as duplicates,
       ${listOf(MOVEMENTS)} as movements,
       ${listOf(UNSETTLED)} as unsettled, ${listOf(ONE_TIME_GIFTS)} as gifts`,
    [supporterId],
  )
  if (!row) throw new Error('A statement that always returns a row returned none')
  return {
    subscriptions: withInstants(row.subscriptions, ['startedAt', 'cancelAt', 'endedAt', 'resumesAt']),
    invoices: withInstants(row.invoices, [
      'periodEnd',
      'createdAt',
      'finalizedAt',
      'paidAt',
      'voidedAt',
      'nextAttemptAt',
    ]),
    pauses: withInstants(row.pauses, ['pausedAt', 'resumedAt', 'resumesAt']),
    actions: withInstants(row.actions, ['createdAt', 'doneAt']),
    cancellations: withInstants(row.cancellations, ['createdAt']),
    disputes: withInstants(row.disputes, ['createdAt', 'importedAt']),
    duplicates: row.duplicates,
    movements: withInstants(row.movements, ['occurredAt']),
    unsettled: withInstants(row.unsettled, ['since']),
    gifts: withInstants(row.gifts, ['at']),
  }
}

/** An action that a rule, a supporter or staff may ask for. */
export type RequestedAction = { subscriptionId: string } & (
  | { kind: 'cancel'; cause: CancellationCause; otherSubscriptionId: null }
  | { kind: 'duplicate' | 'replacement'; cause: null; otherSubscriptionId: string }
)

export type NewAction = RequestedAction & {
  /** Null if there is no call to make. */
  dueAt: Date | null
  /** True if a person asks: an action that Stripe rejected before becomes due again. */
  isAskedAgain?: boolean
}

/**
 * Records an action; the call to Stripe follows after the commit. Returns false if the action was recorded before and
 * is done, due or rejected. An action that was withdrawn becomes due again.
 */
export const recordAction = async (
  transaction: Queryable,
  { subscriptionId, kind, cause, otherSubscriptionId, dueAt, isAskedAgain = false }: NewAction,
  now: Date,
): Promise<boolean> => {
  const inserted = await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, cause, other_subscription_id, created_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [randomUUID(), subscriptionId, kind, cause, otherSubscriptionId, now, dueAt],
  )
  if (inserted.length > 0) return true
  const renewed = await transaction.query(
    `update subscription_actions set kind = $2, other_subscription_id = $4, created_at = $5, due_at = $6, attempts = 0,
       lease_token = null, first_attempted_at = null, withdrawn_at = null, final_failure = null, last_failure = null, is_by_staff = false
     where subscription_id = $1 and (withdrawn_at is not null or ($7 and final_failure is not null))
       and case when $2 = 'cancel' then kind = 'cancel' and cause = $3 else kind in ('duplicate', 'replacement') end
     returning id`,
    [subscriptionId, kind, cause, otherSubscriptionId, now, dueAt, isAskedAgain],
  )
  return renewed.length > 0
}

/** Records that staff want a duplicate refunded, even if an earlier attempt failed or was withdrawn. */
export const requestDuplicateRefund = async (
  transaction: Queryable,
  { subscriptionId, keptId }: { subscriptionId: string; keptId: string },
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, other_subscription_id, created_at, due_at, is_by_staff)
     values ($1, $2, 'duplicate', $3, $4, $4, true)
     on conflict (subscription_id) where kind in ('duplicate', 'replacement') do update set
       kind = 'duplicate', is_by_staff = true, other_subscription_id = excluded.other_subscription_id, due_at = excluded.due_at,
       attempts = 0, lease_token = null, first_attempted_at = null, done_at = null, withdrawn_at = null, final_failure = null, last_failure = null`,
    [randomUUID(), subscriptionId, keptId, now],
  )
}
