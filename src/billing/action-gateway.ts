import type { Stripe } from 'stripe'
import type { Pace } from '../platform/pace.ts'
import type { Calling } from './object-gateway.ts'
import { isMissing, isRefusal, stripeCode } from './stripe-errors.ts'

/** `behind`: it gives, but its newest invoice is not paid. `ending`: set to end, paused, or not begun. */
export type StandsAs = 'in-force' | 'behind' | 'ending' | 'over'

/** What came of a call that changes something: done also where it had been done before. */
export type Acted = { ok: true } | { ok: false; because: string }

export type ActionGateway = {
  /** Ends a subscription at once and voids what of it is still open. Rejects while Stripe is away. */
  endSubscription: (id: string, key: string) => Promise<Acted>
  /** How a subscription stands at Stripe at this moment. Rejects while Stripe is away. */
  stateOf: (id: string) => Promise<StandsAs>
  /** Returns what is left of a charge. */
  refundCharge: (id: string, key: string) => Promise<Acted>
}

export const actionGateway = (client: Stripe, pace: Pace): ActionGateway => ({
  endSubscription: async (id, key) => {
    await pace('subscriptions.cancel')
    const ended = await client.subscriptions
      .cancel(id, {}, { idempotencyKey: `${key}:end` })
      .then(() => ({ ok: true as const }))
      .catch(unlessGone)
    if (ended.ok) await voidOpenInvoices({ client, pace }, id, key)
    return ended
  },
  stateOf: async (id) => {
    await pace('subscriptions.retrieve')
    try {
      return standsAs(await client.subscriptions.retrieve(id))
    } catch (error) {
      if (isMissing(error)) return 'over'
      throw error
    }
  },
  refundCharge: async (id, key) => {
    await pace('refunds.create')
    return client.refunds
      .create({ charge: id, reason: 'duplicate' }, { idempotencyKey: `${key}:refund:${id}` })
      .then(() => ({ ok: true as const }))
      .catch((error: unknown) =>
        // A charge that its bank took back is returned already.
        RETURNED.has(stripeCode(error) ?? '') ? { ok: true as const } : refused(error),
      )
  },
})

const RETURNED: ReadonlySet<string> = new Set(['charge_already_refunded', 'charge_disputed'])

const standsAs = (subscription: Stripe.Subscription): StandsAs => {
  const { status, ended_at: ended, cancel_at: cancels, pause_collection: pause } = subscription
  if (ended !== null) return 'over'
  if (cancels !== null || pause !== null) return 'ending'
  if (status === 'active' || status === 'trialing') return 'in-force'
  return status === 'past_due' || status === 'unpaid' ? 'behind' : 'ending'
}

const refused = (error: unknown): Acted => {
  if (isRefusal(error)) return { ok: false, because: stripeCode(error) ?? 'refused by Stripe' }
  throw error
}

// A subscription that ended already is not cancelled again: Stripe says there is none.
const unlessGone = (error: unknown): Acted => (isMissing(error) ? { ok: true } : refused(error))

const voidOpenInvoices = async (
  { client, pace }: Calling,
  subscription: string,
  key: string,
): Promise<void> => {
  await pace('invoices.list')
  const open = await client.invoices.list({ subscription, status: 'open', limit: 100 })
  for (const { id } of open.data) {
    if (!id) continue
    await pace('invoices.void')
    await client.invoices.voidInvoice(id, {}, { idempotencyKey: `${key}:void:${id}` }).catch(refused)
  }
}
