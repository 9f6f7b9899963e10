import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPrice } from '../../builders/build-price.ts'
import { buildSession } from '../../builders/build-session.ts'
import type { Price, Session } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { schedule } from '../../state/schedule.ts'
import { currencyCode, recurring, unitAmount } from '../catalogue/price-parameters.ts'
import { findIfGiven, findReferenced } from '../core/find-object.ts'
import {
  boolean,
  expand,
  integer,
  metadata,
  schemaFor,
  shipping,
  statementText,
  text,
} from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { hasOtherCurrency } from '../customers/customer-currency.ts'
import { allowedMethod, excludedMethod, walletOptions } from './payment-method-parameters.ts'

const priceData = z.strictObject({
  currency: currencyCode,
  product: text,
  unit_amount: unitAmount,
  recurring: recurring.pick({ interval: true, interval_count: true }).exactOptional(),
})

export const createParameters = schemaFor<Stripe.Checkout.SessionCreateParams>()(
  z.strictObject({
    mode: z.enum(['payment', 'subscription']),
    line_items: z
      .array(
        z.strictObject({
          price: text.exactOptional(),
          price_data: priceData.exactOptional(),
          quantity: integer.refine((count) => count >= 1, 'must be at least 1'),
        }),
      )
      .length(1),
    success_url: z.url(),
    cancel_url: z.url().exactOptional(),
    client_reference_id: z.string().min(1).max(200).exactOptional(),
    customer: text.exactOptional(),
    customer_email: z.email().exactOptional(),
    customer_creation: z.enum(['always', 'if_required']).exactOptional(),
    adaptive_pricing: z.strictObject({ enabled: boolean }).exactOptional(),
    locale: z.enum(['auto', 'en', 'ru']).exactOptional(),
    submit_type: z.enum(['auto', 'pay', 'donate']).exactOptional(),
    metadata: metadata.exactOptional(),
    payment_intent_data: z
      .strictObject({
        metadata: metadata.exactOptional(),
        setup_future_usage: z.enum(['off_session', 'on_session']).exactOptional(),
        shipping: shipping.exactOptional(),
        statement_descriptor: statementText.exactOptional(),
        statement_descriptor_suffix: statementText.exactOptional(),
      })
      .exactOptional(),
    subscription_data: z.strictObject({ metadata: metadata.exactOptional() }).exactOptional(),
    wallet_options: walletOptions.exactOptional(),
    allowed_payment_method_types: z.array(allowedMethod).min(1).exactOptional(),
    excluded_payment_method_types: z.array(excludedMethod).min(1).exactOptional(),
    expires_at: integer.exactOptional(),
    expand,
  }),
)

type Parameters = z.infer<typeof createParameters>

const DAY_S = 86_400

// Stripe's minimum amounts depend on the settlement currency. These are for an account in dollars.
const MINIMUM_AMOUNTS: Record<string, number> = { usd: 50, eur: 50, gbp: 30, chf: 50, jpy: 50, pln: 200 }

export const createSession = (context: Context, { parameters }: { parameters: Parameters }): Session => {
  const { state, clock } = context
  const [item] = parameters.line_items
  if (!item) throw invalidRequest('Missing required param: line_items.', 'parameter_missing', 'line_items')
  const created = clock.seconds()
  const price = priceOf(context, item)
  validate(context, parameters, price)
  const expiresAt = parameters.expires_at ?? created + DAY_S
  if (expiresAt < created + 1800 || expiresAt > created + DAY_S) {
    throw invalidRequest(
      'The `expires_at` timestamp must be 30 minutes to 24 hours from now.',
      undefined,
      'expires_at',
    )
  }
  const session = buildSession({
    created,
    expiresAt,
    origin: context.origin(),
    mode: parameters.mode,
    amount: (price.unit_amount ?? 0) * item.quantity,
    currency: price.currency,
    successUrl: parameters.success_url,
    cancelUrl: parameters.cancel_url ?? null,
    clientReferenceId: parameters.client_reference_id ?? null,
    metadata: parameters.metadata ?? {},
    customer: parameters.customer ?? null,
    customerCreation: parameters.mode === 'payment' ? (parameters.customer_creation ?? 'if_required') : null,
    customerEmail: parameters.customer_email ?? null,
    locale: parameters.locale ?? null,
    submitType: parameters.submit_type ?? null,
    walletOptions: parameters.wallet_options ?? null,
    allowedMethods: parameters.allowed_payment_method_types ?? null,
    excludedMethods: parameters.excluded_payment_method_types ?? null,
  })
  if (session.payment_method_types.includes('card')) rejectDescriptor(parameters)
  state.put('price', price.id, price)
  state.put('line', session.id, {
    price: price.id,
    quantity: item.quantity,
    subscriptionMetadata: parameters.subscription_data?.metadata ?? {},
    paymentMetadata: parameters.payment_intent_data?.metadata ?? {},
    statement: {
      descriptor: parameters.payment_intent_data?.statement_descriptor ?? null,
      suffix: parameters.payment_intent_data?.statement_descriptor_suffix ?? null,
    },
  })
  state.put('session', session.id, session)
  schedule(context, { at: session.expires_at, kind: 'expire', object: session.id })
  return session
}

// On a card statement the account's text always comes first.
const rejectDescriptor = ({ payment_intent_data: data }: Parameters): void => {
  if (data?.statement_descriptor === undefined) return
  throw invalidRequest(
    'The statement_descriptor parameter is not supported for the payment_method_type `card`. Please pass in `statement_descriptor_suffix`.',
    undefined,
    'payment_intent_data[statement_descriptor]',
  )
}

const priceOf = (context: Context, item: Parameters['line_items'][number]): Price => {
  if (item.price !== undefined)
    return findReferenced(context, 'price', { id: item.price, param: 'line_items[0][price]' })
  const data = item.price_data
  if (!data)
    throw invalidRequest(
      'Missing required param: line_items[0][price].',
      'parameter_missing',
      'line_items[0][price]',
    )
  findReferenced(context, 'product', { id: data.product, param: 'line_items[0][price_data][product]' })
  return buildPrice({
    created: context.clock.seconds(),
    product: data.product,
    currency: data.currency.toLowerCase(),
    unitAmount: data.unit_amount,
    recurring: data.recurring
      ? { interval: data.recurring.interval, intervalCount: data.recurring.interval_count ?? 1 }
      : null,
  })
}

const validate = (context: Context, parameters: Parameters, price: Price): void => {
  const { mode, customer } = parameters
  findIfGiven(context, 'customer', { id: customer, param: 'customer' })
  if (mode === 'subscription' && !price.recurring) {
    throw invalidRequest(
      'You must provide at least one recurring price in `subscription` mode.',
      undefined,
      'line_items',
    )
  }
  if (mode === 'payment' && (price.recurring || parameters.subscription_data)) {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price.',
      undefined,
      'line_items',
    )
  }
  if (mode === 'subscription' && (parameters.payment_intent_data || parameters.customer_creation)) {
    throw invalidRequest(
      'You can not pass `payment_intent_data` or `customer_creation` in `subscription` mode.',
    )
  }
  if (mode === 'subscription' && customer && hasOtherCurrency(context, customer, price.currency))
    throw invalidRequest('You cannot combine currencies on a single customer.', undefined, 'customer')
  if ((price.unit_amount ?? 0) < (MINIMUM_AMOUNTS[price.currency] ?? 50)) {
    throw invalidRequest(
      'The Checkout Session total amount is below the minimum for its currency.',
      'amount_too_small',
    )
  }
}
