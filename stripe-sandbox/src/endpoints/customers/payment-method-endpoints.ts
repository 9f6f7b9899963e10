import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPaymentMethod } from '../../builders/build-customer.ts'
import { idOf } from '../../objects/references.ts'
import type { List, PaymentMethod } from '../../objects/stripe-objects.ts'
import { cardByNumber, cardByToken } from '../../objects/test-cards.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject, findReferenced } from '../core/find-object.ts'
import { listPage, type Paging } from '../core/list-page.ts'
import { expand, metadata, noParameters, pagination, schemaFor, text } from '../core/parameters.ts'
import { invalidRequest, resourceMissing } from '../core/stripe-error.ts'
import { attachPaymentMethod, findPaymentMethod } from './find-payment-method.ts'

const methodParameters = schemaFor<Stripe.PaymentMethodCreateParams>()(
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
  { state, clock }: Context,
  { parameters }: { parameters: z.infer<typeof methodParameters> },
): PaymentMethod => {
  const given = parameters.card
  const token = given && 'token' in given ? given.token : undefined
  const number = given && 'number' in given ? given.number : parameters.sepa_debit?.iban
  const card = token === undefined ? cardByNumber((number ?? '').replaceAll(' ', '')) : cardByToken(token)
  if (!card)
    throw invalidRequest('The sandbox knows Stripe’s test cards only.', 'incorrect_number', 'card[number]')
  const { email = null, name = null } = parameters.billing_details ?? {}
  const method = buildPaymentMethod({ created: clock.seconds(), customer: null, card, email, name })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  return method
}

type MethodFilter = { customer: string; type: string | undefined; paging: Paging }

export const listPaymentMethods = (
  { state }: Context,
  { customer, type, paging }: MethodFilter,
): List<PaymentMethod> =>
  listPage(state, 'payment_method', {
    paging,
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
    handle: createMethod,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods',
    parameters: schemaFor<Stripe.PaymentMethodListParams>()(
      z.strictObject({ ...pagination, customer: text.exactOptional(), type: methodTypes }),
    ),
    handle: (context, { parameters: { customer = '', type, ...paging } }) =>
      listPaymentMethods(context, { customer, type, paging }),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    parameters: schemaFor<Stripe.PaymentMethodAttachParams>()(z.strictObject({ customer: text, expand })),
    handle: (context, { id, parameters: { customer } }) => {
      findReferenced(context, 'customer', { id: customer, param: 'customer' })
      return attachPaymentMethod(context, findPaymentMethod(context, id, 'payment_method'), customer)
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    parameters: noParameters,
    handle: (context, { id }) => {
      const method = findObject(context, 'payment_method', id)
      if (idOf(method.customer) === undefined)
        throw invalidRequest(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
        )
      const detached: PaymentMethod = { ...method, customer: null }
      context.state.put('payment_method', id, detached)
      context.emit('payment_method.detached', detached, { customer: method.customer })
      return detached
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id',
    parameters: schemaFor<Stripe.PaymentMethodUpdateParams>()(
      z.strictObject({
        metadata: metadata.exactOptional(),
        billing_details: z.strictObject({ name: z.string().exactOptional() }).exactOptional(),
        expand,
      }),
    ),
    handle: (context, { id, parameters }) => {
      const method = findObject(context, 'payment_method', id)
      if (method.customer === null) throw resourceMissing('PaymentMethod', id, 'payment_method')
      const after: PaymentMethod = { ...method, metadata: { ...method.metadata, ...parameters.metadata } }
      context.state.put('payment_method', id, after)
      context.emit('payment_method.updated', after)
      return after
    },
  }),
]
