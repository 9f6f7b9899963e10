import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPaymentIntent } from '../../builders/build-payment.ts'
import { idOf } from '../../objects/references.ts'
import type { PaymentIntent } from '../../objects/stripe-objects.ts'
import { collectPayment } from '../../payments/collect-payment.ts'
import { emitPaymentEvents } from '../../payments/emit-payment-events.ts'
import type { Context } from '../../state/context.ts'
import { currencyCode, unitAmount } from '../catalogue/price-parameters.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findIfGiven, findObject } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import {
  boolean,
  createdFilter,
  expand,
  metadata,
  pagination,
  schemaFor,
  shipping,
  text,
} from '../core/parameters.ts'
import { paymentFailed } from '../core/payment-error.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { findPaymentMethod } from '../customers/find-payment-method.ts'

const createParameters = schemaFor<Stripe.PaymentIntentCreateParams>()(
  z.strictObject({
    amount: unitAmount,
    currency: currencyCode,
    customer: text.exactOptional(),
    description: text.exactOptional(),
    metadata: metadata.exactOptional(),
    payment_method: text.exactOptional(),
    confirm: boolean.exactOptional(),
    off_session: boolean.exactOptional(),
    confirmation_method: z.enum(['automatic', 'manual']).exactOptional(),
    return_url: text.exactOptional(),
    shipping: shipping.exactOptional(),
    mandate_data: z
      .strictObject({
        customer_acceptance: z.strictObject({
          accepted_at: z.string().transform(Number),
          type: z.enum(['offline', 'online']),
        }),
      })
      .exactOptional(),
    expand,
  }),
)

const create = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof createParameters> },
): PaymentIntent => {
  const { state, clock, emit } = context
  findIfGiven(context, 'customer', { id: parameters.customer, param: 'customer' })
  const intent = buildPaymentIntent({
    created: clock.seconds(),
    amount: parameters.amount,
    currency: parameters.currency.toLowerCase(),
    customer: parameters.customer ?? null,
    metadata: parameters.metadata ?? {},
    description: parameters.description ?? null,
  })
  state.put('payment_intent', intent.id, intent)
  emit('payment_intent.created', intent)
  if (!parameters.payment_method) return intent
  const presence = parameters.off_session ? 'off-session' : 'on-session'
  if (parameters.confirm)
    return confirmIntent(context, intent, { method: parameters.payment_method, presence })
  const method = findPaymentMethod(context, parameters.payment_method, 'payment_method')
  const ready: PaymentIntent = { ...intent, payment_method: method.id, status: 'requires_confirmation' }
  state.put('payment_intent', ready.id, ready)
  return ready
}

type Confirmation = { method: string; presence: 'on-session' | 'off-session' }

const confirmIntent = (
  context: Context,
  intent: PaymentIntent,
  { method: reference, presence }: Confirmation,
): PaymentIntent => {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw invalidRequest(
      `You cannot confirm this PaymentIntent because it has status ${intent.status}.`,
      'payment_intent_unexpected_state',
    )
  const method = findPaymentMethod(context, reference, 'payment_method')
  const attempt = collectPayment(context, intent, { method, presence })
  emitPaymentEvents(context, attempt)
  if (attempt.result === 'failed') throw paymentFailed(attempt)
  return attempt.intent
}

const cancelIntent = (
  context: Context,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent => {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw invalidRequest(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
      'payment_intent_unexpected_state',
    )
  const after: PaymentIntent = {
    ...intent,
    status: 'canceled',
    canceled_at: context.clock.seconds(),
    cancellation_reason: reason,
  }
  context.state.put('payment_intent', after.id, after)
  context.emit('payment_intent.canceled', after)
  return after
}

const CANCELLATIONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const

export const paymentEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/payment_intents', parameters: createParameters, handle: create }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    parameters: schemaFor<Stripe.PaymentIntentConfirmParams>()(
      z.strictObject({ payment_method: text.exactOptional(), off_session: boolean.exactOptional(), expand }),
    ),
    handle: (context, { id, parameters }) => {
      const intent = findObject(context, 'payment_intent', id)
      const reference = parameters.payment_method ?? idOf(intent.payment_method) ?? ''
      const presence = parameters.off_session ? 'off-session' : 'on-session'
      return confirmIntent(context, intent, { method: reference, presence })
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    parameters: schemaFor<Stripe.PaymentIntentCancelParams>()(
      z.strictObject({ cancellation_reason: z.enum(CANCELLATIONS).exactOptional(), expand }),
    ),
    handle: (context, { id, parameters }) =>
      cancelIntent(
        context,
        findObject(context, 'payment_intent', id),
        parameters.cancellation_reason ?? null,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents',
    parameters: schemaFor<Stripe.PaymentIntentListParams>()(
      z.strictObject({ ...pagination, created: createdFilter, customer: text.exactOptional() }),
    ),
    handle: ({ state }, { parameters: { created, customer, ...paging } }) =>
      listPage(state, 'payment_intent', {
        paging,
        url: '/v1/payment_intents',
        customer,
        keep: (intent) =>
          createdWithin(intent.created, created) &&
          (customer === undefined || idOf(intent.customer) === customer),
      }),
  }),
]
