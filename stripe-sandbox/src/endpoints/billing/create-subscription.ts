import type { Stripe } from 'stripe'
import { z } from 'zod'
import { startSubscription } from '../../billing/start-subscription.ts'
import { buildPrice } from '../../builders/build-price.ts'
import type { Price, Subscription } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { currencyCode, recurring, unitAmount } from '../catalogue/price-parameters.ts'
import { findReferenced } from '../core/find-object.ts'
import { expand, integer, metadata, schemaFor, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { hasOtherCurrency } from '../customers/customer-currency.ts'
import { findPaymentMethod } from '../customers/find-payment-method.ts'

/** An item in a call. Its `price_data` must name an existing product. */
export const itemParameters = z.strictObject({
  price: text.exactOptional(),
  price_data: z
    .strictObject({
      currency: currencyCode,
      product: text,
      unit_amount: unitAmount,
      recurring: recurring.pick({ interval: true, interval_count: true }),
    })
    .exactOptional(),
  quantity: integer.exactOptional(),
  metadata: metadata.exactOptional(),
})

const DAY_S = 86_400

export const createParameters = schemaFor<Stripe.SubscriptionCreateParams>()(
  z.strictObject({
    customer: text,
    items: z.array(itemParameters).min(1),
    default_payment_method: text.exactOptional(),
    description: text.exactOptional(),
    metadata: metadata.exactOptional(),
    trial_period_days: integer.exactOptional(),
    trial_settings: z
      .strictObject({
        end_behavior: z.strictObject({
          missing_payment_method: z.enum(['cancel', 'create_invoice', 'pause']),
        }),
      })
      .exactOptional(),
    collection_method: z.enum(['charge_automatically', 'send_invoice']).exactOptional(),
    days_until_due: integer.exactOptional(),
    payment_behavior: z
      .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'])
      .exactOptional(),
    expand,
  }),
)

export const itemPrice = (context: Context, parameters: z.infer<typeof itemParameters>): Price => {
  const { state, clock, emit } = context
  if (parameters.price !== undefined)
    return findReferenced(context, 'price', { id: parameters.price, param: 'items[0][price]' })
  const data = parameters.price_data
  if (!data)
    throw invalidRequest('Missing required param: items[0][price].', 'parameter_missing', 'items[0][price]')
  findReferenced(context, 'product', { id: data.product, param: 'items[0][price_data][product]' })
  const price = buildPrice({
    created: clock.seconds(),
    product: data.product,
    currency: data.currency.toLowerCase(),
    unitAmount: data.unit_amount,
    recurring: { interval: data.recurring.interval, intervalCount: data.recurring.interval_count ?? 1 },
  })
  state.put('price', price.id, price)
  emit('price.created', price)
  emit('plan.created', { id: price.id })
  return price
}

export const createSubscription = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof createParameters> },
): Subscription => {
  const customer = findReferenced(context, 'customer', { id: parameters.customer, param: 'customer' })
  const items = parameters.items.map((item) => ({
    price: itemPrice(context, item),
    quantity: item.quantity ?? 1,
  }))
  const currencies = new Set(items.map((item) => item.price.currency))
  if (currencies.size > 1 || hasOtherCurrency(context, customer.id, [...currencies][0] ?? ''))
    throw invalidRequest(
      'You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with another currency.',
      undefined,
      'customer',
    )
  const method = parameters.default_payment_method
  const subscription = startSubscription(context, {
    customer,
    items,
    method: method === undefined ? null : findPaymentMethod(context, method, 'default_payment_method'),
    metadata: parameters.metadata ?? {},
    description: parameters.description ?? null,
    trialEnd: parameters.trial_period_days
      ? context.clock.seconds() + parameters.trial_period_days * DAY_S
      : null,
    collection: parameters.collection_method ?? 'charge_automatically',
    paymentBehavior: parameters.payment_behavior ?? 'allow_incomplete',
  })
  if (!parameters.trial_settings) return subscription
  const after: Subscription = { ...subscription, trial_settings: trialSettings(parameters.trial_settings) }
  context.state.put('subscription', after.id, after)
  return after
}

const trialSettings = (
  parameters: NonNullable<z.infer<typeof createParameters>['trial_settings']>,
): NonNullable<Subscription['trial_settings']> => ({
  end_behavior: { billing_cycle_anchor: null, ...parameters.end_behavior },
})
