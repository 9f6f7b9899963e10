import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import { wasPastDue } from '../../model/arrears.ts'
import type { PaidCharges, RefundWindow } from '../../model/refund.ts'
import { paged } from '../read/account-gateway.ts'
import type { Calling } from '../read/listing.ts'
import { hasPendingPayment, listPaidCharges } from '../read/paid-charges-gateway.ts'
import { isMissing, isRejection, stripeCode } from '../shapes/stripe-errors.ts'
import { dateOrNull } from '../shapes/stripe-shapes.ts'

/**
 * `behind`: it gives, but its newest invoice is not paid. `paying`: so, and a payment of it is under way, as a debit is
 * for days. `ending`: set to end. `over`: ended, or gone.
 */
export type LiveState =
  | 'active'
  | 'past-due'
  | 'payment-pending'
  | 'paused'
  | 'canceling'
  | 'incomplete'
  | 'ended'

/** What came of a call that changes something: done also where it had been done before. `wasAlreadyDone`: it was so, by whomever. */
export type CallResult = { ok: true; wasAlreadyDone?: true } | { ok: false; because: string }

export type SubscriptionGateway = {
  /** Ends a subscription at once and voids what of it is still open. Rejects while Stripe is away. */
  cancelSubscription: (id: string, key: string) => Promise<CallResult>
  /** How a subscription stands at Stripe at this moment. Rejects while Stripe is away. */
  stateOf: (id: string) => Promise<LiveState>
  /** Whether the newest invoice of a subscription that was due at that time was never paid. Rejects while Stripe is away. */
  wasPastDueAt: (id: string, at: Date) => Promise<boolean>
  /**
   * The charges made since then, and before `until`, that paid a subscription's invoices, also such as had failed before,
   * and whether a debit made then is under way, or an invoice about to be charged. Rejects while Stripe is away.
   */
  findChargesSince: (id: string, at: Date, until?: Date | null) => Promise<PaidCharges>
  /** Voids what was billed then and is still open: it would be charged once more. Rejects while Stripe is away. */
  voidOpenInvoices: (id: string, key: string, billed: RefundWindow) => Promise<void>
  /** Deletes a customer, and with it whatever still charges it. Rejects while Stripe is away. */
  deleteCustomer: (id: string) => Promise<CallResult>
  /** Returns what is left of a charge. */
  refundCharge: (
    id: string,
    key: string,
    reason?: 'duplicate' | 'requested_by_customer',
  ) => Promise<CallResult>
}

export const subscriptionGateway = (client: Stripe, pace: Pace): SubscriptionGateway => ({
  cancelSubscription: async (id, key) => {
    await pace('subscriptions.cancel')
    const ended = await client.subscriptions
      .cancel(id, {}, { idempotencyKey: `${key}:end` })
      .then(() => ({ ok: true as const }))
      .catch(ignoreMissing)
    if (ended.ok) await voidInvoices({ client, pace }, id, key)
    return ended
  },
  stateOf: async (id) => {
    await pace('subscriptions.retrieve')
    try {
      const stands = liveState(await client.subscriptions.retrieve(id))
      return stands === 'past-due' && (await hasPendingPayment({ client, pace }, id))
        ? 'payment-pending'
        : stands
    } catch (error) {
      if (isMissing(error)) return 'ended'
      throw error
    }
  },
  wasPastDueAt: async (subscription, at) => {
    const until = { lte: Math.floor(at.getTime() / 1000) }
    const pages = paged(pace, 'invoices.list', (cursor) =>
      client.invoices.list({ subscription, created: until, limit: 100, ...cursor }),
    )
    const invoices: Stripe.Invoice[] = []
    for await (const page of pages) invoices.push(...page)
    return wasPastDue(invoices.map(datesOf), at)
  },
  findChargesSince: (subscription, at, until = null) =>
    listPaidCharges({ client, pace }, subscription, { since: at, until }),
  voidOpenInvoices: (id, key, { since, until }) =>
    voidInvoices({ client, pace }, id, key, {
      gte: Math.floor(since.getTime() / 1000),
      ...(until ? { lt: Math.ceil(until.getTime() / 1000) } : {}),
    }),
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
      .catch((error: unknown) => unlessReturned({ client, pace }, id, error))
  },
})

/** A charge that is returned already: by us, or to its bank for good. One whose dispute is open may yet come back. */
const unlessReturned = async (
  { client, pace }: Calling,
  charge: string,
  error: unknown,
): Promise<CallResult> => {
  const code = stripeCode(error)
  if (code === 'charge_already_refunded') return { ok: true, wasAlreadyDone: true }
  if (code !== 'charge_disputed') return refused(error)
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
  const { status, ended_at: ended, cancel_at: cancels, pause_collection: pause } = subscription
  if (ended !== null) return 'ended'
  if (cancels !== null) return 'canceling'
  if (pause !== null) return 'paused'
  if (status === 'active' || status === 'trialing') return 'active'
  return status === 'past_due' || status === 'unpaid' ? 'past-due' : 'incomplete'
}

const refusal = (error: unknown): { ok: false; because: string } => {
  if (isRejection(error)) return { ok: false, because: stripeCode(error) ?? 'refused by Stripe' }
  throw error
}

const refused = (error: unknown): CallResult => refusal(error)

// A subscription that ended already is not cancelled again: Stripe says there is none.
const ignoreMissing = (error: unknown): CallResult => (isMissing(error) ? { ok: true } : refused(error))

const voidInvoices = async (
  { client, pace }: Calling,
  subscription: string,
  key: string,
  created?: Stripe.RangeQueryParam,
): Promise<void> => {
  await pace('invoices.list')
  const billed = { subscription, ...(created ? { created } : {}) }
  const open = await client.invoices.list({ ...billed, status: 'open', limit: 100 })
  for (const { id } of open.data) {
    if (!id) continue
    await pace('invoices.void')
    await client.invoices.voidInvoice(id, {}, { idempotencyKey: `${key}:void:${id}` }).catch(refused)
  }
}
