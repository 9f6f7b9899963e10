import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { Plan } from '../../model/plan-change.ts'
import { findDescriptorWith } from '../read/statement-gateway.ts'
import { isMissing, isRejection, stripeCode } from '../shapes/stripe-errors.ts'
import { type EnsureProduct, ensureProductWith } from './product-gateway.ts'
import type { CallResult } from './subscription-gateway.ts'

type Call = { id: string; key: string }

/** Changes a subscription. Each call may be repeated safely. All throw if Stripe is unavailable. */
export type PlanChangeGateway = {
  /** Sets another amount or interval from the next charge. Charges nothing now. */
  changePlan: (call: Call & { plan: Plan; productName: string }) => Promise<CallResult>
  /** Skips all charges until then for good. */
  pauseCharges: (call: Call & { resumesAt: Date }) => Promise<CallResult>
  resumeCharges: (call: Call) => Promise<CallResult>
}

export const planChangeGateway = (
  client: Stripe,
  { pace, statementName }: { pace: Pace; statementName: string | null },
): PlanChangeGateway => {
  const findDescriptor = findDescriptorWith(client, statementName, {})
  const ensureProduct = ensureProductWith(client, { options: {}, findDescriptor })
  const update = async ({ id, key }: Call, change: Stripe.SubscriptionUpdateParams): Promise<CallResult> => {
    await pace('subscriptions.update')
    await client.subscriptions.update(id, change, { idempotencyKey: key })
    return { ok: true }
  }
  return {
    changePlan: ({ plan, productName, ...call }) =>
      asCallResult(async () => {
        await pace('subscriptions.retrieve')
        const change = await planUpdate(
          { plan, productName, ensureProduct },
          await client.subscriptions.retrieve(call.id),
        )
        return 'ok' in change ? change : update(call, change)
      }),
    // Invoices during the pause are voided. Otherwise they would be charged after it.
    pauseCharges: ({ resumesAt, ...call }) =>
      asCallResult(() =>
        update(call, {
          pause_collection: { behavior: 'void', resumes_at: Math.floor(resumesAt.getTime() / 1000) },
        }),
      ),
    resumeCharges: (call) => asCallResult(() => update(call, { pause_collection: '' })),
  }
}

type PlanTarget = { plan: Plan; productName: string; ensureProduct: EnsureProduct }

const planUpdate = async (
  { plan, productName, ensureProduct }: PlanTarget,
  { ended_at: ended, status, currency, items }: Stripe.Subscription,
): Promise<Stripe.SubscriptionUpdateParams | CallResult> => {
  const [item, ...others] = items.data
  if (ended !== null) return ALREADY_ENDED
  if (!item?.price.recurring || others.length > 0) return { ok: false, because: 'no-single-price' }
  const { interval, interval_count: count } = item.price.recurring
  const keepsInterval = interval === plan.interval && count === 1
  if (keepsInterval && item.price.unit_amount === plan.amount && item.quantity === 1) return { ok: true }
  if (!keepsInterval && status !== 'active' && status !== 'trialing')
    return { ok: false, because: 'not-paid' }
  const product = keepsInterval
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
    // Stripe charges another interval at once. A trial lets the paid period end first.
    ...(keepsInterval ? {} : { trial_end: item.current_period_end }),
  }
}

const ALREADY_ENDED = { ok: false, because: 'ended' } as const

const asCallResult = async (call: () => Promise<CallResult>): Promise<CallResult> => {
  try {
    return await call()
  } catch (error) {
    if (isMissing(error) && isAboutSubscription(error)) return ALREADY_ENDED
    if (isRejection(error)) return { ok: false, because: stripeCode(error) ?? 'rejected by Stripe' }
    throw error
  }
}

// Checks that the missing object is the subscription, not an object the change names.
const isAboutSubscription = (error: unknown): boolean => {
  const { param } = error as { param?: string }
  return param === undefined || param === 'id' || param === 'subscription_exposed_id'
}
