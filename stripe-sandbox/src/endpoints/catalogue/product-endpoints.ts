import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildProduct } from '../../builders/build-price.ts'
import type { Product } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import { boolean, expand, heldTo, metadata, nothing, pageOfList, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'

const shared = {
  description: text.exactOptional(),
  statement_descriptor: z.string().min(5).max(22).exactOptional(),
  metadata: metadata.exactOptional(),
  active: boolean.exactOptional(),
  expand,
}

const productParameters = heldTo<Stripe.ProductCreateParams>()(
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
  { state, time, emit }: World,
  { parameters }: { parameters: z.infer<typeof productParameters> },
): Product => {
  if (parameters.id !== undefined && state.get('product', parameters.id)) {
    throw invalidRequest(`Product already exists: ${parameters.id}`, 'resource_already_exists', 'id')
  }
  const product = buildProduct({
    ...(parameters.id === undefined ? {} : { id: parameters.id }),
    created: time.seconds(),
    name: parameters.name,
    description: parameters.description ?? null,
    statementDescriptor: parameters.statement_descriptor ?? null,
    metadata: parameters.metadata ?? {},
  })
  state.put('product', product.id, product)
  emit('product.created', product)
  return product
}

/** What of a change belongs on the object as it stands: everything but `expand`. */
export const changesIn = <T extends { expand?: string[] }>({ expand: _expand, ...changes }: T) => changes

const updateProduct = heldTo<Stripe.ProductUpdateParams>()(
  z.strictObject({ name: text.exactOptional(), ...shared }),
)
export const productEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/products', parameters: productParameters, answer: createProduct }),
  endpoint({
    method: 'POST',
    path: '/v1/products/:id',
    parameters: updateProduct,
    answer: (world, { id, parameters }) => {
      const before = found(world, 'product', id)
      const after = { ...before, ...changesIn(parameters), updated: world.time.seconds() } satisfies Product
      world.state.put('product', id, after)
      world.emit('product.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/products/:id',
    parameters: nothing,
    answer: (world, { id }) => {
      const product = found(world, 'product', id)
      world.state.remove('product', id)
      world.emit('product.deleted', product)
      return { id, object: 'product', deleted: true } satisfies Stripe.DeletedProduct
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products',
    parameters: heldTo<Stripe.ProductListParams>()(
      z.strictObject({ ...pageOfList, active: boolean.exactOptional() }),
    ),
    answer: ({ state }, { parameters: { active, ...paging } }) =>
      listPage(state, 'product', paging, {
        url: '/v1/products',
        keep: (product) => active === undefined || product.active === active,
      }),
  }),
]
