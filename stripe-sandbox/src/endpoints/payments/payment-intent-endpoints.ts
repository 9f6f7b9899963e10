import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPaymentIntent } from '../../builders/build-payment.ts'
import { idOf } from '../../objects/references.ts'
import type { PaymentIntent } from '../../objects/stripe-objects.ts'
import { collect } from '../../payments/collect-payment.ts'
import { tell } from '../../payments/emit-payment-events.ts'
import type { World } from '../../state/context.ts'
import { currencyCode, unitAmount } from '../catalogue/price-parameters.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found, foundIfNamed } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import {
  boolean,
  createdFilter,
  expand,
  heldTo,
  metadata,
  pageOfList,
  shipping,
  text,
} from '../core/parameters.ts'
import { refusal } from '../core/payment-error.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { methodNamed } from '../customers/find-payment-method.ts'

const createParameters = heldTo<Stripe.PaymentIntentCreateParams>()(
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
  world: World,
  { parameters: wanted }: { parameters: z.infer<typeof createParameters> },
): PaymentIntent => {
  const { state, time, emit } = world
  foundIfNamed(world, 'customer', wanted.customer, 'customer')
  const intent = buildPaymentIntent({
    created: time.seconds(),
    amount: wanted.amount,
    currency: wanted.currency.toLowerCase(),
    customer: wanted.customer ?? null,
    metadata: wanted.metadata ?? {},
    description: wanted.description ?? null,
  })
  state.put('payment_intent', intent.id, intent)
  emit('payment_intent.created', intent)
  if (!wanted.payment_method) return intent
  const presence = wanted.off_session ? 'off-session' : 'on-session'
  if (wanted.confirm) return confirm(world, intent, wanted.payment_method, presence)
  const chosen = methodNamed(world, wanted.payment_method, 'payment_method')
  const ready: PaymentIntent = { ...intent, payment_method: chosen.id, status: 'requires_confirmation' }
  state.put('payment_intent', ready.id, ready)
  return ready
}

const confirm = (
  world: World,
  intent: PaymentIntent,
  named: string,
  presence: 'on-session' | 'off-session',
): PaymentIntent => {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw invalidRequest(
      `You cannot confirm this PaymentIntent because it has status ${intent.status}.`,
      'payment_intent_unexpected_state',
    )
  const collected = collect(world, intent, methodNamed(world, named, 'payment_method'), presence)
  tell(world, collected)
  if (collected.result === 'failed') throw refusal(collected)
  return collected.intent
}

const cancelIntent = (
  world: World,
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
    canceled_at: world.time.seconds(),
    cancellation_reason: reason,
  }
  world.state.put('payment_intent', after.id, after)
  world.emit('payment_intent.canceled', after)
  return after
}

const CANCELLATIONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const

export const paymentEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/payment_intents', parameters: createParameters, answer: create }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    parameters: heldTo<Stripe.PaymentIntentConfirmParams>()(
      z.strictObject({ payment_method: text.exactOptional(), off_session: boolean.exactOptional(), expand }),
    ),
    answer: (world, { id, parameters }) => {
      const intent = found(world, 'payment_intent', id)
      const named = parameters.payment_method ?? idOf(intent.payment_method) ?? ''
      return confirm(world, intent, named, parameters.off_session ? 'off-session' : 'on-session')
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    parameters: heldTo<Stripe.PaymentIntentCancelParams>()(
      z.strictObject({ cancellation_reason: z.enum(CANCELLATIONS).exactOptional(), expand }),
    ),
    answer: (world, { id, parameters }) =>
      cancelIntent(world, found(world, 'payment_intent', id), parameters.cancellation_reason ?? null),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents',
    parameters: heldTo<Stripe.PaymentIntentListParams>()(
      z.strictObject({ ...pageOfList, created: createdFilter, customer: text.exactOptional() }),
    ),
    answer: ({ state }, { parameters: { created, customer, ...paging } }) =>
      listPage(state, 'payment_intent', paging, {
        url: '/v1/payment_intents',
        customer,
        keep: (intent) =>
          createdWithin(intent.created, created) &&
          (customer === undefined || idOf(intent.customer) === customer),
      }),
  }),
]
