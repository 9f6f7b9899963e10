import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import { wasPastDue } from '../../model/arrears.ts'
import type { PaidCharges, RefundWindow } from '../../model/refund.ts'
import { listPages } from '../read/account-gateway.ts'
import type { PacedClient } from '../read/listing.ts'
import { hasPendingPayment, listPaidCharges } from '../read/paid-charges-gateway.ts'
import { isMissing, isRejection, stripeCode } from '../shapes/stripe-errors.ts'
import { dateOrNull } from '../shapes/stripe-shapes.ts'

/**
 * `past-due`: the newest invoice is unpaid. `payment-pending`: unpaid, but a payment such as a debit is
 * pending. `canceling`: set to cancel later. `ended`: canceled or deleted.
 */
export type LiveState =
  | 'active'
  | 'past-due'
  | 'payment-pending'
  | 'paused'
  | 'canceling'
  | 'incomplete'
  | 'ended'

/**
 * The result of a call that changes something. A repeated call succeeds too. `wasAlreadyDone`: somebody did
 * it before us.
 */
export type CallResult = { ok: true; wasAlreadyDone?: true } | { ok: false; because: string }

export type SubscriptionGateway = {
  /** Cancels a subscription at once and voids its open invoices. Throws if Stripe is unavailable. */
  cancelSubscription: (id: string, key: string) => Promise<CallResult>
  /** Returns the subscription's current state at Stripe. Throws if Stripe is unavailable. */
  stateOf: (id: string) => Promise<LiveState>
  /** Returns true if the newest invoice due at that time was never paid. Throws if Stripe is unavailable. */
  wasPastDueAt: (id: string, at: Date) => Promise<boolean>
  /**
   * Lists the charges created at or after `at` and before `until` that paid the subscription's invoices,
   * including retries. Also tells whether a payment is pending or an invoice is about to be charged. Throws
   * if Stripe is unavailable.
   */
  findChargesSince: (id: string, at: Date, until?: Date | null) => Promise<PaidCharges>
  /** Voids open invoices of the window, which would be charged otherwise. Throws if Stripe is unavailable. */
  voidOpenInvoices: (id: string, key: string, billed: RefundWindow) => Promise<void>
  /** Deletes a customer. Stripe cancels its subscriptions. Throws if Stripe is unavailable. */
  deleteCustomer: (id: string) => Promise<CallResult>
  /** Refunds the rest of a charge. */
  refundCharge: (
    id: string,
    key: string,
    reason?: 'duplicate' | 'requested_by_customer',
  ) => Promise<CallResult>
}

export const subscriptionGateway = (client: Stripe, pace: Pace): SubscriptionGateway => ({
  cancelSubscription: async (id, key) => {
    await pace('subscriptions.cancel')
    const canceled = await client.subscriptions
      .cancel(id, {}, { idempotencyKey: `${key}:end` })
      .then(() => ({ ok: true as const }))
      .catch(ignoreMissing)
    if (canceled.ok) await voidInvoices({ client, pace }, { subscription: id, key })
    return canceled
  },
  stateOf: async (id) => {
    await pace('subscriptions.retrieve')
    try {
      const state = liveState(await client.subscriptions.retrieve(id))
      return state === 'past-due' && (await hasPendingPayment({ client, pace }, id))
        ? 'payment-pending'
        : state
    } catch (error) {
      if (isMissing(error)) return 'ended'
      throw error
    }
  },
  wasPastDueAt: async (subscription, at) => {
    const until = { lte: Math.floor(at.getTime() / 1000) }
    const pages = listPages(pace, 'invoices.list', (cursor) =>
      client.invoices.list({ subscription, created: until, limit: 100, ...cursor }),
    )
    const invoices: Stripe.Invoice[] = []
    for await (const page of pages) invoices.push(...page)
    return wasPastDue(invoices.map(datesOf), at)
  },
  findChargesSince: (subscription, at, until = null) =>
    listPaidCharges({ client, pace }, subscription, { since: at, until }),
  voidOpenInvoices: (id, key, { since, until }) =>
    voidInvoices(
      { client, pace },
      {
        subscription: id,
        key,
        created: {
          gte: Math.floor(since.getTime() / 1000),
          ...(until ? { lt: Math.ceil(until.getTime() / 1000) } : {}),
        },
      },
    ),
  deleteCustomer: async (id) => {
    await pace('customers.del')
    return client.customers
      .del(id)
      .then(() => ({ ok: true as const }))
      .catch(ignoreMissing)
  },
  refundCharge: async (id, key, reason = 'duplicate') => {
    await pace('refunds.create')
    return client.refunds
      .create({ charge: id, reason }, { idempotencyKey: `${key}:refund:${id}` })
      .then(() => ({ ok: true as const }))
      .catch((error: unknown) => ignoreRefunded({ client, pace }, id, error))
  },
})

/**
 * Accepts a charge that was already refunded or whose dispute was lost. While a dispute is open, the money
 * may still come back.
 */
const ignoreRefunded = async (
  { client, pace }: PacedClient,
  charge: string,
  error: unknown,
): Promise<CallResult> => {
  const code = stripeCode(error)
  if (code === 'charge_already_refunded') return { ok: true, wasAlreadyDone: true }
  if (code !== 'charge_disputed') return rejected(error)
  await pace('disputes.list')
  const { data } = await client.disputes.list({ charge, limit: 100 })
  const isLost = data.some(({ status }) => status === 'lost' || status === 'prevented')
  return isLost ? { ok: true, wasAlreadyDone: true } : { ok: false, because: 'dispute-open' }
}

const datesOf = ({ status_transitions: dates }: Stripe.Invoice) => ({
  finalizedAt: dateOrNull(dates.finalized_at),
  paidAt: dateOrNull(dates.paid_at),
  voidedAt: dateOrNull(dates.voided_at),
})

const liveState = (subscription: Stripe.Subscription): LiveState => {
  const { status, ended_at: endedAt, cancel_at: cancelAt, pause_collection: pause } = subscription
  if (endedAt !== null) return 'ended'
  if (cancelAt !== null) return 'canceling'
  if (pause !== null) return 'paused'
  if (status === 'active' || status === 'trialing') return 'active'
  return status === 'past_due' || status === 'unpaid' ? 'past-due' : 'incomplete'
}

const rejected = (error: unknown): CallResult => {
  if (isRejection(error)) return { ok: false, because: stripeCode(error) ?? 'rejected by Stripe' }
  throw error
}

// Stripe reports a canceled subscription as missing.
const ignoreMissing = (error: unknown): CallResult => (isMissing(error) ? { ok: true } : rejected(error))

const voidInvoices = async (
  { client, pace }: PacedClient,
  { subscription, key, created }: { subscription: string; key: string; created?: Stripe.RangeQueryParam },
): Promise<void> => {
  await pace('invoices.list')
  const billed = { subscription, ...(created ? { created } : {}) }
  const open = await client.invoices.list({ ...billed, status: 'open', limit: 100 })
  for (const { id } of open.data) {
    if (!id) continue
    await pace('invoices.void')
    await client.invoices.voidInvoice(id, {}, { idempotencyKey: `${key}:void:${id}` }).catch(rejected)
  }
}
