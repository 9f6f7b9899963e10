import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { PAYMENT_PENDING } from '../pay/payable-invoice-store.ts'

/** A recurring contribution as its giver sees it. */
export type AccountContribution = {
  id: string
  customerId: string
  status: string
  currency: Currency
  /** Minor units each time, and how often; null where Stripe has not told, or there is no single price. */
  amount: number | null
  interval: string | null
  intervalCount: number | null
  /** When it is charged next, unless it ends or is paused. */
  periodEnd: Date | null
  /** What Stripe counts its days of charging from; null where that is not known. */
  anchoredAt: Date | null
  startedAt: Date
  cancelAt: Date | null
  endedAt: Date | null
  isPaused: boolean
  resumesAt: Date | null
  /** Its giver asked for its end, which Stripe has not confirmed yet. */
  isCanceling: boolean
  /** Its giver changed something that Stripe has not confirmed yet; the rest is told as chosen. */
  isChanging: boolean
  /** When its giver asked for what Stripe refused, if that is what they asked for last. */
  refusedAt: Date | null
  /** Something was paid for it, whatever became of that since. */
  wasCharged: boolean
  /** A charge of it is being made: its invoice is about to be charged, or a bank has not confirmed it yet. */
  isCharging: boolean
  /** Of a payment that failed: its invoice, and when it is tried again, where it is. */
  isFailing: boolean
  failingInvoiceId: string | null
  nextAttemptAt: Date | null
}

const OF_ADDRESS = `join customer_addresses a on a.customer_id = s.customer_id where a.address_index = $1`

const FAILING = `left join lateral (select i.id, i.next_attempt_at from stripe_invoices i
  where i.subscription_id = s.id and i.status = 'open' and i.attempts > 0 and not ${PAYMENT_PENDING}
  order by i.created_at desc limit 1) failing on true`

const CHARGING = `(s.period_end <= $2 or exists (select 1 from stripe_invoices i where i.subscription_id = s.id
  and ((i.status = 'draft' and i.created_at > $2 - interval '2 days') or (i.status = 'open' and ${PAYMENT_PENDING}))))`

const CHOSEN = `left join lateral (select n.amount, n.interval from unconfirmed_changes n
    where n.subscription_id = s.id and n.kind = 'change' order by n.created_at desc, n.id desc limit 1) change on true
  left join lateral (select n.kind = 'pause' as is_paused, n.resumes_at from unconfirmed_changes n
    where n.subscription_id = s.id and n.kind <> 'change' order by n.created_at desc, n.id desc limit 1) pause on true`

const REFUSED = `select case when a.final_failure is not null and a.withdrawn_at is null then a.created_at end
  from subscription_actions a
  where a.subscription_id = s.id and (a.kind in ('change', 'pause', 'resume')
    or (a.kind = 'cancel' and a.cause = 'chosen')) and a.created_at > $2::timestamptz - interval '14 days'
  order by a.created_at desc, a.id desc limit 1`

/**
 * Those of the customers that gave this address, as their giver last chose them; the newest first. What never began,
 * because its first payment was not confirmed, is none.
 */
export const contributionsOf = (
  database: Queryable,
  addressIndex: Uint8Array,
  now: Date,
): Promise<AccountContribution[]> =>
  database.query<AccountContribution>(
    `select s.id, s.customer_id as "customerId", s.status, s.currency, s.period_end as "periodEnd", s.anchored_at as "anchoredAt",
       coalesce(change.amount, s.amount) as amount, coalesce(change.interval, s.interval) as interval,
       case when change.interval is null then s.interval_count else 1 end as "intervalCount",
       s.started_at as "startedAt", s.cancel_at as "cancelAt", s.ended_at as "endedAt",
       coalesce(pause.is_paused, s.is_paused) as "isPaused",
       case when pause.is_paused is null then s.resumes_at else pause.resumes_at end as "resumesAt",
       exists (select 1 from unconfirmed_changes n where n.subscription_id = s.id and n.due_at is not null) as "isChanging",
       (${REFUSED}) as "refusedAt",
       s.ended_at is null and exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id
         and not (c.done_at is not null and s.cancel_at is not null)) as "isCanceling",
       exists (select 1 from paid_invoices i where i.subscription_id = s.id)
         as "wasCharged", coalesce(${CHARGING}, false) as "isCharging", failing.id is not null as "isFailing", failing.id as "failingInvoiceId",
       failing.next_attempt_at as "nextAttemptAt"
     from stripe_subscriptions s ${FAILING} ${CHOSEN} ${OF_ADDRESS}
       and s.status not in ('incomplete', 'incomplete_expired')
     order by s.ended_at is not null, s.started_at desc, s.id`,
    [addressIndex, now],
  )

/** One of them; null where it is another's, or nobody's. */
export const contributionOf = async (
  database: Queryable,
  { addressIndex, now }: { addressIndex: Uint8Array; now: Date },
  id: string,
): Promise<AccountContribution | null> =>
  (await contributionsOf(database, addressIndex, now)).find((each) => each.id === id) ?? null

/** Whether what goes on under this address is given regularly, as the record stands. */
export const givesUnder = async (
  database: Queryable,
  addressIndex: Uint8Array,
  now: Date,
): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from customers_by_address where address_index = $1 and supports_until > $2 and has_subscription limit 1`,
    [addressIndex, now],
  )
  return rows.length > 0
}

/** A gift that was made once. */
export type OneTimeGift = {
  id: string
  amount: number
  returned: number
  currency: Currency
  createdAt: Date
}

export const giftsOf = (database: Queryable, addressIndex: Uint8Array): Promise<OneTimeGift[]> =>
  database.query<OneTimeGift>(
    `select s.id, s.amount, s.currency, s.created_at as "createdAt", (select coalesce(sum(r.amount), 0)::bigint
       from stripe_refunds r where r.charge_id = s.id and r.status in ('succeeded', 'pending')) as returned from stripe_charges s
     join checkouts k on k.id = s.checkout_id and k.frequency = 'once' ${OF_ADDRESS}
     and s.status = 'succeeded' order by s.created_at desc, s.id limit 100`,
    [addressIndex],
  )

/** Why somebody stops, if they want to say: no words of their own are kept. */
export const CANCEL_REASONS = ['money', 'reading', 'elsewhere', 'safety'] as const
