import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildProduct } from '../../builders/build-price.ts'
import type { Product } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import {
  boolean,
  expand,
  metadata,
  noParameters,
  pagination,
  schemaFor,
  statementText,
  text,
} from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'

const shared = {
  description: text.exactOptional(),
  statement_descriptor: statementText.exactOptional(),
  metadata: metadata.exactOptional(),
  active: boolean.exactOptional(),
  expand,
}

const productParameters = schemaFor<Stripe.ProductCreateParams>()(
  z.strictObject({
    id: z
      .string()
      .regex(/^[\w-]{1,80}$/)
      .exactOptional(),
    name: text,
    ...shared,
  }),
)

export const createProduct = (
  { state, clock, emit }: Context,
  { parameters }: { parameters: z.infer<typeof productParameters> },
): Product => {
  if (parameters.id !== undefined && state.get('product', parameters.id)) {
    throw invalidRequest(`Product already exists: ${parameters.id}`, 'resource_already_exists', 'id')
  }
  const product = buildProduct({
    ...(parameters.id === undefined ? {} : { id: parameters.id }),
    created: clock.seconds(),
    name: parameters.name,
    description: parameters.description ?? null,
    statementDescriptor: parameters.statement_descriptor ?? null,
    metadata: parameters.metadata ?? {},
  })
  state.put('product', product.id, product)
  emit('product.created', product)
  return product
}

export const withoutExpand = <T extends { expand?: string[] }>({ expand: _expand, ...changes }: T) => changes

const updateProduct = schemaFor<Stripe.ProductUpdateParams>()(
  z.strictObject({ name: text.exactOptional(), ...shared }),
)
export const productEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/products', parameters: productParameters, handle: createProduct }),
  endpoint({
    method: 'POST',
    path: '/v1/products/:id',
    parameters: updateProduct,
    handle: (context, { id, parameters }) => {
      const before = findObject(context, 'product', id)
      const after = {
        ...before,
        ...withoutExpand(parameters),
        updated: context.clock.seconds(),
      } satisfies Product
      context.state.put('product', id, after)
      context.emit('product.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/products/:id',
    parameters: noParameters,
    handle: (context, { id }) => {
      const product = findObject(context, 'product', id)
      context.state.remove('product', id)
      context.emit('product.deleted', product)
      return { id, object: 'product', deleted: true } satisfies Stripe.DeletedProduct
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products',
    parameters: schemaFor<Stripe.ProductListParams>()(
      z.strictObject({ ...pagination, active: boolean.exactOptional() }),
    ),
    handle: ({ state }, { parameters: { active, ...paging } }) =>
      listPage(state, 'product', {
        paging,
        url: '/v1/products',
        keep: (product) => active === undefined || product.active === active,
      }),
  }),
]
