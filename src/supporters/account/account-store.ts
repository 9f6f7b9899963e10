import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

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

/**
 * Those of the customers that gave this address, as their giver last chose them; the newest first. What never began,
 * because its first payment was not confirmed, is none.
 */
export const findContributions = (
  database: Queryable,
  addressIndex: Uint8Array,
  now: Date,
): Promise<AccountContribution[]> =>
  database.query<AccountContribution>(
    `select s.id, s.customer_id as "customerId", s.status, s.currency, s.period_end as "periodEnd", s.anchored_at as "anchoredAt",
       s.amount, s.interval, s.interval_count as "intervalCount", s.started_at as "startedAt", s.cancel_at as "cancelAt",
       s.ended_at as "endedAt", s.is_paused as "isPaused", s.resumes_at as "resumesAt", s.is_changing as "isChanging",
       s.is_canceling as "isCanceling", s.was_charged as "wasCharged",
       case when s.rejected_at > $2::timestamptz - interval '14 days' then s.rejected_at end as "refusedAt",
       coalesce(s.period_end <= $2 or s.is_payment_pending or s.drafted_at > $2 - interval '2 days', false) as "isCharging",
       s.failing_invoice_id is not null as "isFailing", s.failing_invoice_id as "failingInvoiceId",
       s.next_attempt_at as "nextAttemptAt"
     from account_subscriptions s ${OF_ADDRESS}
     order by s.ended_at is not null, s.started_at desc, s.id`,
    [addressIndex, now],
  )

/** One of them; null where it is another's, or nobody's. */
export const findContribution = async (
  database: Queryable,
  { addressIndex, now }: { addressIndex: Uint8Array; now: Date },
  id: string,
): Promise<AccountContribution | null> =>
  (await findContributions(database, addressIndex, now)).find((each) => each.id === id) ?? null

/** Whether what goes on under this address is given regularly, as the record stands. */
export const hasActiveContribution = async (
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

export const findOneTimeGifts = (database: Queryable, addressIndex: Uint8Array): Promise<OneTimeGift[]> =>
  database.query<OneTimeGift>(
    `select s.id, s.amount, s.currency, s.created_at as "createdAt", s.refunded as returned
     from account_charges s ${OF_ADDRESS} and s.frequency = 'once' and s.status = 'succeeded'
     order by s.created_at desc, s.id limit 100`,
    [addressIndex],
  )

/** Why somebody stops, if they want to say: no words of their own are kept. */
export const CANCEL_REASONS = ['money', 'reading', 'elsewhere', 'safety'] as const
