import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildSetupIntent } from '../../builders/build-setup-intent.ts'
import { idOf } from '../../objects/references.ts'
import type { SetupIntent } from '../../objects/stripe-objects.ts'
import { cardOf } from '../../payments/collect-payment.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import { boolean, expand, heldTo, metadata, nothing, pageOfList, text } from '../core/parameters.ts'
import { refusal } from '../core/payment-error.ts'
import { methodNamed } from '../customers/find-payment-method.ts'

const setupParameters = heldTo<Stripe.SetupIntentCreateParams>()(
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
  world: World,
  { parameters: wanted }: { parameters: z.infer<typeof setupParameters> },
): SetupIntent => {
  const { state, time, emit } = world
  const made = buildSetupIntent({
    created: time.seconds(),
    customer: wanted.customer ?? null,
    description: wanted.description ?? null,
    metadata: wanted.metadata ?? {},
  })
  state.put('setup_intent', made.id, made)
  emit('setup_intent.created', made)
  if (!wanted.confirm || !wanted.payment_method) return made
  const method = methodNamed(world, wanted.payment_method, 'payment_method')
  const outcome = cardOf(world, method).onSession
  const status =
    typeof outcome === 'object'
      ? 'requires_payment_method'
      : outcome === 'action'
        ? 'requires_action'
        : 'succeeded'
  const after: SetupIntent = { ...made, status, payment_method: method.id }
  if (status === 'succeeded' && wanted.customer)
    state.put('payment_method', method.id, { ...method, customer: wanted.customer })
  state.put('setup_intent', made.id, after)
  emit(`setup_intent.${typeof outcome === 'object' ? 'setup_failed' : status}`, after)
  if (typeof outcome === 'object')
    throw refusal({ result: 'failed', decline: outcome } as Parameters<typeof refusal>[0])
  return after
}

const SETUP_CANCELLATIONS = ['abandoned', 'duplicate', 'requested_by_customer'] as const

export const setupEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/setup_intents', parameters: setupParameters, answer: createSetup }),
  endpoint({
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    parameters: heldTo<Stripe.SetupIntentCancelParams>()(
      z.strictObject({ cancellation_reason: z.enum(SETUP_CANCELLATIONS).exactOptional(), expand }),
    ),
    answer: (world, { id, parameters }) => {
      const before = found(world, 'setup_intent', id)
      const reason = parameters.cancellation_reason ?? null
      const after: SetupIntent = { ...before, status: 'canceled', cancellation_reason: reason }
      world.state.put('setup_intent', id, after)
      world.emit('setup_intent.canceled', after)
      return after
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/setup_intents',
    parameters: heldTo<Stripe.SetupIntentListParams>()(
      z.strictObject({ ...pageOfList, customer: text.exactOptional() }),
    ),
    answer: ({ state }, { parameters: { customer, ...paging } }) =>
      listPage(state, 'setup_intent', paging, {
        url: '/v1/setup_intents',
        customer,
        keep: (each) => customer === undefined || idOf(each.customer) === customer,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/setup_intents/:id',
    parameters: nothing,
    answer: (world, { id }) => found(world, 'setup_intent', id),
  }),
]
