import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { Plan } from '../../model/plan-change.ts'
import { isMissing, isRejection, stripeCode } from '../shapes/stripe-errors.ts'
import { type EnsureProduct, ensureProductWith } from './product-gateway.ts'
import type { CallResult } from './subscription-gateway.ts'

type Call = { id: string; key: string }

/** What a giver chose, told to Stripe. Each may be said again without harm. They reject while Stripe is away. */
export type PlanChangeGateway = {
  /** Another amount or interval from the next charge. Nothing is charged now. */
  changePlan: (call: Call & { plan: Plan; productName: string }) => Promise<CallResult>
  /** Charges until then are left out for good. */
  pauseCharges: (call: Call & { resumesAt: Date }) => Promise<CallResult>
  resumeCharges: (call: Call) => Promise<CallResult>
}

export const planChangeGateway = (client: Stripe, pace: Pace): PlanChangeGateway => {
  const ensureProduct = ensureProductWith(client, {})
  const update = async ({ id, key }: Call, change: Stripe.SubscriptionUpdateParams): Promise<CallResult> => {
    await pace('subscriptions.update')
    await client.subscriptions.update(id, change, { idempotencyKey: key })
    return { ok: true }
  }
  return {
    changePlan: ({ plan, productName, ...call }) =>
      acted(async () => {
        await pace('subscriptions.retrieve')
        const change = await changeTo(
          { plan, productName, ensureProduct },
          await client.subscriptions.retrieve(call.id),
        )
        return 'ok' in change ? change : update(call, change)
      }),
    // What would be charged meanwhile is voided: to be charged for it afterwards is not what a pause means.
    pauseCharges: ({ resumesAt, ...call }) =>
      acted(() =>
        update(call, {
          pause_collection: { behavior: 'void', resumes_at: Math.floor(resumesAt.getTime() / 1000) },
        }),
      ),
    resumeCharges: (call) => acted(() => update(call, { pause_collection: '' })),
  }
}

type FetchRequest = { plan: Plan; productName: string; ensureProduct: EnsureProduct }

const changeTo = async (
  { plan, productName, ensureProduct }: FetchRequest,
  { ended_at: ended, status, currency, items }: Stripe.Subscription,
): Promise<Stripe.SubscriptionUpdateParams | CallResult> => {
  const [item, ...others] = items.data
  if (ended !== null) return ENDED
  if (!item?.price.recurring || others.length > 0) return { ok: false, because: 'no-single-price' }
  const { interval, interval_count: count } = item.price.recurring
  const keeps = interval === plan.interval && count === 1
  if (keeps && item.price.unit_amount === plan.amount && item.quantity === 1) return { ok: true }
  if (!keeps && status !== 'active' && status !== 'trialing') return { ok: false, because: 'not-paid' }
  const product = keeps
    ? item.price.product
    : await ensureProduct(plan.interval === 'month' ? 'monthly' : 'yearly', productName)
  return {
    items: [
      {
        id: item.id,
        quantity: 1,
        price_data: {
          currency,
          product: typeof product === 'string' ? product : product.id,
          unit_amount: plan.amount,
          recurring: { interval: plan.interval },
        },
      },
    ],
    proration_behavior: 'none',
    // Another interval would begin, and be charged, at once: so what is paid for runs out first.
    ...(keeps ? {} : { trial_end: item.current_period_end }),
  }
}

const ENDED = { ok: false, because: 'ended' } as const

const acted = async (call: () => Promise<CallResult>): Promise<CallResult> => {
  try {
    return await call()
  } catch (error) {
    if (isMissing(error) && isOfItself(error)) return ENDED
    if (isRejection(error)) return { ok: false, because: stripeCode(error) ?? 'refused by Stripe' }
    throw error
  }
}

// The subscription itself, and nothing that a change names.
const isOfItself = (error: unknown): boolean => {
  const { param } = error as { param?: string }
  return param === undefined || param === 'id' || param === 'subscription_exposed_id'
}
