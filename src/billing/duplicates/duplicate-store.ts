import type { Queryable } from '../../platform/database/database.ts'
import type { DuplicateDecision } from './duplicates.ts'

type Found = { action: 'refund' | 'ask'; subscriptionId: string; keptId: string }

/** Lists a duplicate for staff. One that the rule refunds is listed as decided. */
export const recordDuplicate = async (
  transaction: Queryable,
  { action, subscriptionId, keptId }: Found,
  now: Date,
): Promise<void> => {
  const isRefund = action === 'refund'
  await transaction.query(
    `insert into duplicate_subscriptions (subscription_id, kept_subscription_id, found_at, decision, decided_at)
     values ($1, $2, $3, $4, $5) on conflict (subscription_id) do update
       set kept_subscription_id = excluded.kept_subscription_id, found_at = excluded.found_at
       where duplicate_subscriptions.decision is null
         and duplicate_subscriptions.kept_subscription_id <> excluded.kept_subscription_id`,
    [subscriptionId, keptId, now, isRefund ? 'refunded' : null, isRefund ? now : null],
  )
}

export type DuplicateRow = {
  subscriptionId: string
  keptSubscriptionId: string
  foundAt: Date
  decision: DuplicateDecision | null
  /** True if only a typed email address links the two browsers. */
  isOtherBrowser: boolean
  /** Number of paid invoices of the duplicate. */
  payments: number
  /** Stripe's reason for rejecting the refund for good. */
  finalFailure: string | null
  /** The reason of the latest failed attempt, while more attempts follow. */
  postponedReason: string | null
}

const BOTH_LIVE = 's.ended_at is null and s.cancel_at is null and k.ended_at is null and k.cancel_at is null'

/** Lists the duplicates that wait for staff, then the newest decided ones. A canceled pair waits no longer. */
export const listDuplicates = (database: Queryable): Promise<DuplicateRow[]> =>
  database.query<DuplicateRow>(
    `select n.subscription_id as "subscriptionId", n.kept_subscription_id as "keptSubscriptionId",
       n.found_at as "foundAt", n.decision, case when a.withdrawn_at is null then a.final_failure end as "finalFailure",
       case when a.due_at is not null then a.last_failure end as "postponedReason",
       (select c.supporter_id from stripe_customers c where c.id = s.customer_id) is distinct from
         (select c.supporter_id from stripe_customers c where c.id = k.customer_id) as "isOtherBrowser",
       (select count(*) from paid_invoices i where i.subscription_id = n.subscription_id) as payments
     from duplicate_subscriptions n join stripe_subscriptions s on s.id = n.subscription_id
     join stripe_subscriptions k on k.id = n.kept_subscription_id
     left join subscription_actions a on a.subscription_id = n.subscription_id and a.kind = 'duplicate'
     where n.decision is not null or (${BOTH_LIVE})
     order by n.decision is not null, n.found_at desc limit 100`,
  )

export const findCustomerOfSubscription = async (
  transaction: Queryable,
  subscriptionId: string,
): Promise<string | null> => {
  const [row] = await transaction.query<{ id: string }>(
    'select customer_id as id from stripe_subscriptions where id = $1',
    [subscriptionId],
  )
  return row?.id ?? null
}

/**
 * Records a decision of staff. Returns null if a decision was made before or the kept subscription is being canceled. Also
 * returns null for the refund of a duplicate that was renewed: it comes too late.
 */
export const decideDuplicate = async (
  transaction: Queryable,
  { subscriptionId, decision }: { subscriptionId: string; decision: DuplicateDecision },
  now: Date,
): Promise<{ keptId: string } | null> => {
  const [row] = await transaction.query<{ keptId: string }>(
    `update duplicate_subscriptions set decision = $2, decided_at = $3
     where subscription_id = $1 and decision is null
       and ($2 = 'kept' or exists (select 1 from stripe_subscriptions k where k.id = kept_subscription_id
         and k.ended_at is null and k.cancel_at is null and not exists (select 1 from canceling_subscriptions e
           where e.subscription_id = k.id and e.kind = 'cancel')))
       and ($2 <> 'refunded' or (select count(*) from paid_invoices i where i.subscription_id = $1) <= 1) returning kept_subscription_id as "keptId"`,
    [subscriptionId, decision, now],
  )
  return row ?? null
}

// True if the bank rejected every payment of a completed checkout.
const isDeclined = async (database: Queryable, checkoutId: string): Promise<boolean> => {
  const [row] = await database.query<{ isRejected: boolean | null }>(
    `select bool_and(h.status = 'failed') as "isRejected" from stripe_charges h where h.checkout_id = $1
       or h.customer_id in (select s.customer_id from stripe_subscriptions s where s.checkout_id = $1)`,
    [checkoutId],
  )
  return row?.isRejected === true
}

/**
 * Returns what happened to a completed checkout: rejected by the bank, or a duplicate in the same browser; else null.
 * Says nothing about subscriptions of another browser: anybody can type an email address.
 */
export const checkoutOutcome = async (
  database: Queryable,
  checkoutId: string,
): Promise<'declined' | 'refunded' | 'asked' | null> => {
  if (await isDeclined(database, checkoutId)) return 'declined'
  const [row] = await database.query<{ decision: string | null }>(
    `select n.decision from duplicate_subscriptions n join stripe_subscriptions s on s.id = n.subscription_id
     join stripe_subscriptions k on k.id = n.kept_subscription_id
     join stripe_customers one on one.id = s.customer_id
     join stripe_customers other on other.id = k.customer_id and other.supporter_id = one.supporter_id
     where s.checkout_id = $1 and (n.decision is not null or (${BOTH_LIVE}))`,
    [checkoutId],
  )
  if (row?.decision === 'refunded') return 'refunded'
  return row?.decision === null ? 'asked' : null
}

/**
 * Lists subscriptions of different supporters with the same email address as duplicates, for staff to decide: anybody
 * can type an address. Null checks all addresses. Two imported subscriptions are no duplicates, nor are two currencies.
 */
export const recordDuplicatesByAddress = async (
  database: Queryable,
  addressIndex: Uint8Array | null,
  now: Date,
): Promise<void> => {
  await database.query(
    `with live as (select s.id, s.started_at, s.currency, a.supporter_id, a.address_index,
         exists (select 1 from imported_subscriptions o where o.id = s.id) as imported
       from stripe_subscriptions s join customers_by_address a on a.customer_id = s.customer_id
       where ($1::bytea is null or a.address_index = $1) and s.ended_at is null and s.cancel_at is null
         and not s.is_paused and s.status in ('active', 'trialing', 'past_due', 'unpaid') and not exists (
           select 1 from canceling_subscriptions e where e.subscription_id = s.id)),
     ranked as (select live.*, first_value(id) over w as first_id, first_value(supporter_id) over w as first_supporter,
         first_value(imported) over w as first_imported
       from live window w as (partition by address_index, currency order by started_at, id))
     insert into duplicate_subscriptions (subscription_id, kept_subscription_id, found_at)
     select id, first_id, $2 from ranked where supporter_id <> first_supporter and not (imported and first_imported)
     on conflict (subscription_id) do update
       set kept_subscription_id = excluded.kept_subscription_id, found_at = excluded.found_at
       where duplicate_subscriptions.decision is null
         and not exists (select 1 from live k where k.id = duplicate_subscriptions.kept_subscription_id)`,
    [addressIndex, now],
  )
}
