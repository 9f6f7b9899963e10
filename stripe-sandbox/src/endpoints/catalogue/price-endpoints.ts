import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPrice } from '../../builders/build-price.ts'
import type { Price } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject, findReferenced } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { boolean, createdFilter, expand, metadata, pagination, schemaFor, text } from '../core/parameters.ts'
import { currencyCode, recurring, unitAmount } from './price-parameters.ts'
import { createProduct, withoutExpand } from './product-endpoints.ts'

const priceParameters = schemaFor<Stripe.PriceCreateParams>()(
  z.strictObject({
    currency: currencyCode,
    product: text.exactOptional(),
    product_data: z.strictObject({ name: text, metadata: metadata.exactOptional() }).exactOptional(),
    unit_amount: unitAmount,
    recurring: recurring.exactOptional(),
    nickname: text.exactOptional(),
    lookup_key: text.exactOptional(),
    metadata: metadata.exactOptional(),
    active: boolean.exactOptional(),
    expand,
  }),
)

const createPrice = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof priceParameters> },
): Price => {
  const { state, clock, emit } = context
  const name = parameters.product_data?.name
  const product =
    name === undefined
      ? findReferenced(context, 'product', { id: parameters.product ?? '', param: 'product' })
      : createProduct(context, { parameters: { name } })
  const price = buildPrice({
    created: clock.seconds(),
    product: product.id,
    currency: parameters.currency.toLowerCase(),
    unitAmount: parameters.unit_amount,
    recurring: parameters.recurring
      ? { interval: parameters.recurring.interval, intervalCount: parameters.recurring.interval_count ?? 1 }
      : null,
    active: parameters.active ?? true,
    nickname: parameters.nickname ?? null,
    lookupKey: parameters.lookup_key ?? null,
    metadata: parameters.metadata ?? {},
  })
  state.put('price', price.id, price)
  emit('price.created', price)
  return price
}

const updatePrice = schemaFor<Stripe.PriceUpdateParams>()(
  z.strictObject({
    active: boolean.exactOptional(),
    nickname: text.exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

export const priceEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/prices', parameters: priceParameters, handle: createPrice }),
  endpoint({
    method: 'POST',
    path: '/v1/prices/:id',
    parameters: updatePrice,
    handle: (context, { id, parameters }) => {
      const after = { ...findObject(context, 'price', id), ...withoutExpand(parameters) } satisfies Price
      context.state.put('price', id, after)
      context.emit('price.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices',
    parameters: schemaFor<Stripe.PriceListParams>()(
      z.strictObject({
        ...pagination,
        active: boolean.exactOptional(),
        product: text.exactOptional(),
        created: createdFilter,
      }),
    ),
    handle: ({ state }, { parameters: { active, product, created, ...paging } }) =>
      listPage(state, 'price', {
        paging,
        url: '/v1/prices',
        keep: (price) =>
          createdWithin(price.created, created) &&
          (active === undefined || price.active === active) &&
          (product === undefined || price.product === product),
      }),
  }),
]
