import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPrice } from '../../builders/build-price.ts'
import type { Price } from '../../objects/stripe-objects.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { boolean, createdFilter, expand, heldTo, metadata, pageOfList, text } from '../core/parameters.ts'
import { currencyCode, recurring, unitAmount } from './price-parameters.ts'
import { changesIn, createProduct } from './product-endpoints.ts'

const priceParameters = heldTo<Stripe.PriceCreateParams>()(
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
  world: World,
  { parameters: wanted }: { parameters: z.infer<typeof priceParameters> },
): Price => {
  const { state, time, emit } = world
  const name = wanted.product_data?.name
  const product =
    name === undefined
      ? found(world, 'product', wanted.product ?? '', 'product')
      : createProduct(world, { parameters: { name } })
  const price = buildPrice({
    created: time.seconds(),
    product: product.id,
    currency: wanted.currency.toLowerCase(),
    unitAmount: wanted.unit_amount,
    recurring: wanted.recurring
      ? { interval: wanted.recurring.interval, intervalCount: wanted.recurring.interval_count ?? 1 }
      : null,
    active: wanted.active ?? true,
    nickname: wanted.nickname ?? null,
    lookupKey: wanted.lookup_key ?? null,
    metadata: wanted.metadata ?? {},
  })
  state.put('price', price.id, price)
  emit('price.created', price)
  return price
}

const updatePrice = heldTo<Stripe.PriceUpdateParams>()(
  z.strictObject({
    active: boolean.exactOptional(),
    nickname: text.exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

export const priceEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/prices', parameters: priceParameters, answer: createPrice }),
  endpoint({
    method: 'POST',
    path: '/v1/prices/:id',
    parameters: updatePrice,
    answer: (world, { id, parameters }) => {
      const after = { ...found(world, 'price', id), ...changesIn(parameters) } satisfies Price
      world.state.put('price', id, after)
      world.emit('price.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices',
    parameters: heldTo<Stripe.PriceListParams>()(
      z.strictObject({
        ...pageOfList,
        active: boolean.exactOptional(),
        product: text.exactOptional(),
        created: createdFilter,
      }),
    ),
    answer: ({ state }, { parameters: { active, product, created, ...paging } }) =>
      listPage(state, 'price', paging, {
        url: '/v1/prices',
        keep: (price) =>
          createdWithin(price.created, created) &&
          (active === undefined || price.active === active) &&
          (product === undefined || price.product === product),
      }),
  }),
]
