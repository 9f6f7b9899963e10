import type { Stripe } from 'stripe'
import { z } from 'zod'
import { deleteCustomer } from '../../billing/delete-customer.ts'
import { buildCustomer } from '../../builders/build-customer.ts'
import type { Customer } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import {
  createdFilter,
  expand,
  metadata,
  noParameters,
  pagination,
  schemaFor,
  text,
} from '../core/parameters.ts'
import { attachPaymentMethod, findPaymentMethod } from './find-payment-method.ts'
import { listPaymentMethods, methodTypes } from './payment-method-endpoints.ts'

// Stripe accepts other scripts only in the ASCII form of the domain.
const ASCII_ADDRESS = /^[^\s@]+@([a-z0-9-]+\.)+[a-z0-9-]{2,}$/i

const shared = {
  email: z
    .union([
      z
        .string()
        .regex(ASCII_ADDRESS)
        .regex(/^[\x21-\x7e]+$/),
      z.literal(''),
    ])
    .exactOptional(),
  name: z.string().max(256).exactOptional(),
  description: z.string().max(350).exactOptional(),
  phone: z.string().max(20).exactOptional(),
  metadata: metadata.exactOptional(),
  invoice_settings: z.strictObject({ default_payment_method: text.exactOptional() }).exactOptional(),
  expand,
}
const createParameters = schemaFor<Stripe.CustomerCreateParams>()(
  z.strictObject({ ...shared, payment_method: text.exactOptional(), test_clock: text.exactOptional() }),
)
const updateParameters = schemaFor<Stripe.CustomerUpdateParams>()(z.strictObject(shared))

type Parameters = z.infer<typeof createParameters>

const createCustomer = (context: Context, { parameters }: { parameters: Parameters }): Customer => {
  const { state, clock, emit } = context
  const built = buildCustomer({
    created: clock.seconds(),
    email: parameters.email || null,
    name: parameters.name || null,
    metadata: parameters.metadata ?? {},
  })
  const customer: Customer = {
    ...built,
    description: parameters.description ?? null,
    phone: parameters.phone ?? null,
    test_clock: parameters.test_clock ?? null,
  }
  state.put('customer', customer.id, customer)
  if (parameters.payment_method)
    attachPaymentMethod(
      context,
      findPaymentMethod(context, parameters.payment_method, 'payment_method'),
      customer.id,
    )
  const defaultMethod = parameters.invoice_settings?.default_payment_method
  const after = defaultMethod === undefined ? customer : setDefaultMethod(context, customer, defaultMethod)
  emit('customer.created', after)
  return after
}

const setDefaultMethod = (context: Context, customer: Customer, reference: string): Customer => {
  const attachedMethods = context.state
    .idsOf('payment_method', customer.id)
    .map((id) => findObject(context, 'payment_method', id))
  // The name of a test card means the payment method that was attached last.
  const method = reference.startsWith('pm_card_')
    ? attachedMethods.at(-1)
    : findObject(context, 'payment_method', reference)
  const after = {
    ...customer,
    invoice_settings: { ...customer.invoice_settings, default_payment_method: method?.id ?? null },
  }
  context.state.put('customer', customer.id, after)
  return after
}

const updateCustomer = (
  context: Context,
  { id, parameters }: { id: string; parameters: z.infer<typeof updateParameters> },
): Customer => {
  const before = findObject(context, 'customer', id)
  const { invoice_settings: settings, expand: _expand, ...changes } = parameters
  const changed: Customer = {
    ...before,
    ...changes,
    email: (changes.email ?? before.email) || null,
    metadata: { ...before.metadata, ...changes.metadata },
  }
  const defaultMethod = settings?.default_payment_method
  const after = defaultMethod === undefined ? changed : setDefaultMethod(context, changed, defaultMethod)
  context.state.put('customer', id, after)
  context.emit('customer.updated', after)
  return after
}

export const customerEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/customers', parameters: createParameters, handle: createCustomer }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:id',
    parameters: updateParameters,
    handle: updateCustomer,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id',
    parameters: noParameters,
    handle: (context, { id }) =>
      context.state.get('deleted', id)
        ? ({ id, object: 'customer', deleted: true } satisfies Stripe.DeletedCustomer)
        : findObject(context, 'customer', id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:id',
    parameters: noParameters,
    handle: (context, { id }) => {
      deleteCustomer(context, findObject(context, 'customer', id))
      return { id, object: 'customer', deleted: true } satisfies Stripe.DeletedCustomer
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers',
    parameters: schemaFor<Stripe.CustomerListParams>()(
      z.strictObject({ ...pagination, created: createdFilter, email: text.exactOptional() }),
    ),
    handle: ({ state }, { parameters: { created, email, ...paging } }) =>
      listPage(state, 'customer', {
        paging,
        url: '/v1/customers',
        keep: (customer) =>
          createdWithin(customer.created, created) && (email === undefined || customer.email === email),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    parameters: schemaFor<Stripe.CustomerListPaymentMethodsParams>()(
      z.strictObject({ ...pagination, type: methodTypes }),
    ),
    handle: (context, { id, parameters: { type, ...paging } }) =>
      listPaymentMethods(context, { customer: id, type, paging }),
  }),
]
