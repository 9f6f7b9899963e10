import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPaymentMethod } from '../../builders/build-customer.ts'
import { idOf } from '../../objects/references.ts'
import type { List, PaymentMethod } from '../../objects/stripe-objects.ts'
import { cardByNumber, cardByToken } from '../../objects/test-cards.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { listPage, type Paging } from '../core/list-page.ts'
import { expand, heldTo, metadata, nothing, pageOfList, text } from '../core/parameters.ts'
import { invalidRequest, noSuch } from '../core/stripe-error.ts'
import { attach, methodNamed } from './find-payment-method.ts'

const methodParameters = heldTo<Stripe.PaymentMethodCreateParams>()(
  z.strictObject({
    type: z.enum(['card', 'sepa_debit']),
    card: z
      .union([
        z.strictObject({ token: text }),
        z.strictObject({
          number: text,
          exp_month: z.string().transform(Number),
          exp_year: z.string().transform(Number),
          cvc: text.exactOptional(),
        }),
      ])
      .exactOptional(),
    sepa_debit: z.strictObject({ iban: text }).exactOptional(),
    billing_details: z
      .strictObject({
        email: z.string().exactOptional(),
        name: z.string().exactOptional(),
        phone: z.string().exactOptional(),
        address: z.record(z.string(), z.string()).exactOptional(),
      })
      .exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const createMethod = (
  { state, time }: World,
  { parameters: wanted }: { parameters: z.infer<typeof methodParameters> },
): PaymentMethod => {
  const given = wanted.card
  const token = given && 'token' in given ? given.token : undefined
  const number = given && 'number' in given ? given.number : wanted.sepa_debit?.iban
  const card = token === undefined ? cardByNumber((number ?? '').replaceAll(' ', '')) : cardByToken(token)
  if (!card)
    throw invalidRequest('The sandbox knows Stripe’s test cards only.', 'incorrect_number', 'card[number]')
  const { email = null, name = null } = wanted.billing_details ?? {}
  const method = buildPaymentMethod({ created: time.seconds(), customer: null, card, email, name })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  return method
}

export const methodsOf = (
  world: World,
  customer: string,
  type: string | undefined,
  paging: Paging,
): List<PaymentMethod> =>
  listPage(world.state, 'payment_method', paging, {
    url: `/v1/customers/${customer}/payment_methods`,
    customer,
    keep: (method) => type === undefined || method.type === type,
  })

export const methodTypes = z.enum(['card', 'sepa_debit']).exactOptional()

export const paymentMethodEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods',
    parameters: methodParameters,
    answer: createMethod,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods',
    parameters: heldTo<Stripe.PaymentMethodListParams>()(
      z.strictObject({ ...pageOfList, customer: text.exactOptional(), type: methodTypes }),
    ),
    answer: (world, { parameters: { customer = '', type, ...paging } }) =>
      methodsOf(world, customer, type, paging),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    parameters: heldTo<Stripe.PaymentMethodAttachParams>()(z.strictObject({ customer: text, expand })),
    answer: (world, { id, parameters: { customer } }) => {
      found(world, 'customer', customer, 'customer')
      return attach(world, methodNamed(world, id, 'payment_method'), customer)
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    parameters: nothing,
    answer: (world, { id }) => {
      const method = found(world, 'payment_method', id)
      if (idOf(method.customer) === undefined)
        throw invalidRequest(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
        )
      const detached: PaymentMethod = { ...method, customer: null }
      world.state.put('payment_method', id, detached)
      world.emit('payment_method.detached', detached, { customer: method.customer })
      return detached
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id',
    parameters: heldTo<Stripe.PaymentMethodUpdateParams>()(
      z.strictObject({
        metadata: metadata.exactOptional(),
        billing_details: z.strictObject({ name: z.string().exactOptional() }).exactOptional(),
        expand,
      }),
    ),
    answer: (world, { id, parameters }) => {
      const method = found(world, 'payment_method', id)
      if (method.customer === null) throw noSuch('PaymentMethod', id, 'payment_method')
      const after: PaymentMethod = { ...method, metadata: { ...method.metadata, ...parameters.metadata } }
      world.state.put('payment_method', id, after)
      world.emit('payment_method.updated', after)
      return after
    },
  }),
]
