import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** A recurring contribution as the account page shows it. Changes that Stripe has not confirmed are included. */
export type AccountContribution = {
  id: string
  customerId: string
  status: string
  currency: Currency
  /** Minor units of each charge. Null if unknown, or if the subscription has several prices. */
  amount: number | null
  interval: string | null
  intervalCount: number | null
  /** The date of the next charge, unless it is canceled or paused. */
  periodEnd: Date | null
  /** Stripe's billing cycle anchor; null if unknown. */
  anchoredAt: Date | null
  startedAt: Date
  cancelAt: Date | null
  endedAt: Date | null
  isPaused: boolean
  resumesAt: Date | null
  /** A cancellation was requested that Stripe has not confirmed yet. */
  isCanceling: boolean
  /** A change was requested that Stripe has not confirmed yet. The other fields show it as made. */
  isChanging: boolean
  /** The time of the latest request, if Stripe rejected it. */
  rejectedAt: Date | null
  /** A charge succeeded, even if it was refunded later. */
  wasCharged: boolean
  /** A charge is being made: Stripe prepares an invoice, or a bank has not confirmed the payment. */
  isCharging: boolean
  /** The latest charge failed. Its invoice and the time of the retry follow; null if there is none. */
  isFailing: boolean
  failingInvoiceId: string | null
  nextAttemptAt: Date | null
}

const OF_ADDRESS = `join customer_addresses a on a.customer_id = s.customer_id where a.address_index = $1`

/**
 * Finds the contributions of all customers with this address, newest first.
 * Leaves out subscriptions whose first payment was never confirmed.
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
       case when s.rejected_at > $2::timestamptz - interval '14 days' then s.rejected_at end as "rejectedAt",
       coalesce(s.period_end <= $2 or s.is_payment_pending or s.drafted_at > $2 - interval '2 days', false) as "isCharging",
       s.failing_invoice_id is not null as "isFailing", s.failing_invoice_id as "failingInvoiceId",
       s.next_attempt_at as "nextAttemptAt"
     from account_subscriptions s ${OF_ADDRESS}
     order by s.ended_at is not null, s.started_at desc, s.id`,
    [addressIndex, now],
  )

/** Finds one contribution under the address; null for any other id. */
export const findContribution = async (
  database: Queryable,
  { addressIndex, now }: { addressIndex: Uint8Array; now: Date },
  id: string,
): Promise<AccountContribution | null> =>
  (await findContributions(database, addressIndex, now)).find((each) => each.id === id) ?? null

/** Resolves to whether an active recurring contribution is recorded under the address. */
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

/** A one-time contribution. Amounts in minor units. */
export type OneTimeGift = {
  id: string
  amount: number
  refunded: number
  currency: Currency
  createdAt: Date
}

export const findOneTimeGifts = (database: Queryable, addressIndex: Uint8Array): Promise<OneTimeGift[]> =>
  database.query<OneTimeGift>(
    `select s.id, s.amount, s.currency, s.created_at as "createdAt", s.refunded as refunded
     from account_charges s ${OF_ADDRESS} and s.frequency = 'once' and s.status = 'succeeded'
     order by s.created_at desc, s.id limit 100`,
    [addressIndex],
  )

/** The reasons to choose from when canceling. No free text is stored. */
export const CANCEL_REASONS = ['money', 'reading', 'elsewhere', 'safety'] as const
