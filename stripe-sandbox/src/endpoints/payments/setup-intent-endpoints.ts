import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildSetupIntent } from '../../builders/build-setup-intent.ts'
import { idOf } from '../../objects/references.ts'
import type { SetupIntent } from '../../objects/stripe-objects.ts'
import type { Outcome } from '../../objects/test-cards.ts'
import { cardOf } from '../../payments/collect-payment.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import { boolean, expand, metadata, noParameters, pagination, schemaFor, text } from '../core/parameters.ts'
import { paymentFailed } from '../core/payment-error.ts'
import { findPaymentMethod } from '../customers/find-payment-method.ts'

const setupParameters = schemaFor<Stripe.SetupIntentCreateParams>()(
  z.strictObject({
    customer: text.exactOptional(),
    description: text.exactOptional(),
    metadata: metadata.exactOptional(),
    payment_method: text.exactOptional(),
    confirm: boolean.exactOptional(),
    return_url: text.exactOptional(),
    usage: z.enum(['off_session', 'on_session']).exactOptional(),
    expand,
  }),
)

const createSetup = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof setupParameters> },
): SetupIntent => {
  const { state, clock, emit } = context
  const setupIntent = buildSetupIntent({
    created: clock.seconds(),
    customer: parameters.customer ?? null,
    description: parameters.description ?? null,
    metadata: parameters.metadata ?? {},
  })
  state.put('setup_intent', setupIntent.id, setupIntent)
  emit('setup_intent.created', setupIntent)
  if (!parameters.confirm || !parameters.payment_method) return setupIntent
  const method = findPaymentMethod(context, parameters.payment_method, 'payment_method')
  const outcome = cardOf(context, method).onSession
  const status = statusAfter(outcome)
  const after: SetupIntent = { ...setupIntent, status, payment_method: method.id }
  if (status === 'succeeded' && parameters.customer)
    state.put('payment_method', method.id, { ...method, customer: parameters.customer })
  state.put('setup_intent', setupIntent.id, after)
  emit(`setup_intent.${typeof outcome === 'object' ? 'setup_failed' : status}`, after)
  if (typeof outcome === 'object')
    throw paymentFailed({ result: 'failed', decline: outcome } as Parameters<typeof paymentFailed>[0])
  return after
}

const statusAfter = (outcome: Outcome): SetupIntent['status'] => {
  if (typeof outcome === 'object') return 'requires_payment_method'
  return outcome === 'action' ? 'requires_action' : 'succeeded'
}

const SETUP_CANCELLATIONS = ['abandoned', 'duplicate', 'requested_by_customer'] as const

export const setupEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/setup_intents', parameters: setupParameters, handle: createSetup }),
  endpoint({
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    parameters: schemaFor<Stripe.SetupIntentCancelParams>()(
      z.strictObject({ cancellation_reason: z.enum(SETUP_CANCELLATIONS).exactOptional(), expand }),
    ),
    handle: (context, { id, parameters }) => {
      const before = findObject(context, 'setup_intent', id)
      const reason = parameters.cancellation_reason ?? null
      const after: SetupIntent = { ...before, status: 'canceled', cancellation_reason: reason }
      context.state.put('setup_intent', id, after)
      context.emit('setup_intent.canceled', after)
      return after
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/setup_intents',
    parameters: schemaFor<Stripe.SetupIntentListParams>()(
      z.strictObject({ ...pagination, customer: text.exactOptional() }),
    ),
    handle: ({ state }, { parameters: { customer, ...paging } }) =>
      listPage(state, 'setup_intent', {
        paging,
        url: '/v1/setup_intents',
        customer,
        keep: (each) => customer === undefined || idOf(each.customer) === customer,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/setup_intents/:id',
    parameters: noParameters,
    handle: (context, { id }) => findObject(context, 'setup_intent', id),
  }),
]
