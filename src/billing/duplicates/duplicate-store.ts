import type { Queryable } from '../../platform/database/database.ts'
import type { DuplicateDecision } from './duplicates.ts'

type Second = { what: 'undo' | 'ask'; subscriptionId: string; keptId: string }

/** Puts a second contribution before staff; one that is undone by rule is shown as decided. */
export const recordDuplicate = async (
  transaction: Queryable,
  { what, subscriptionId, keptId }: Second,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into duplicate_subscriptions (subscription_id, kept_subscription_id, found_at, decision, decided_at)
     values ($1, $2, $3, $4, $5) on conflict (subscription_id) do update
       set kept_subscription_id = excluded.kept_subscription_id, found_at = excluded.found_at
       where duplicate_subscriptions.decision is null
         and duplicate_subscriptions.kept_subscription_id <> excluded.kept_subscription_id`,
    [subscriptionId, keptId, now, what === 'undo' ? 'refunded' : null, what === 'undo' ? now : null],
  )
}

export type DuplicateRow = {
  subscriptionId: string
  keptSubscriptionId: string
  foundAt: Date
  decision: DuplicateDecision | null
  /** They come from browsers that nothing ties but the address that was typed. */
  isOtherBrowser: boolean
  /** How often the second has been paid. */
  payments: number
  /** Why Stripe would not do it, for good. */
  finalFailure: string | null
  /** Why it is not done yet. */
  postponedReason: string | null
}

const BOTH_LIVE = 's.ended_at is null and s.cancel_at is null and k.ended_at is null and k.cancel_at is null'

/** Those that wait for staff, and the newest that were decided. Where either has ended, nothing waits any longer. */
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
 * What is kept beside it; null when the decision was made before, the first ends itself, or the second was renewed and
 * cannot be undone any more.
 */
export const decideDuplicate = async (
  transaction: Queryable,
  subscriptionId: string,
  decision: DuplicateDecision,
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

// By its bank, after it had been agreed to; and not paid in another way since.
const isRefused = async (database: Queryable, checkoutId: string): Promise<boolean> => {
  const [row] = await database.query<{ refused: boolean | null }>(
    `select bool_and(h.status = 'failed') as refused from stripe_charges h where h.checkout_id = $1
       or h.customer_id in (select s.customer_id from stripe_subscriptions s where s.checkout_id = $1)`,
    [checkoutId],
  )
  return row?.refused === true
}

/**
 * What became of a completed checkout: refused by its bank since, or a second one of the same reader; null where neither.
 * That somebody gives under an address is told to nobody who merely typed it.
 */
export const checkoutOutcome = async (
  database: Queryable,
  checkoutId: string,
): Promise<'refused' | 'refunded' | 'asked' | null> => {
  if (await isRefused(database, checkoutId)) return 'refused'
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
 * Contributions of different supporters that were given under one address (null: under any): whether they are one
 * person's is for staff to judge, since anybody can type an address. Two taken over from before are left alone, and so
 * are two currencies.
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
