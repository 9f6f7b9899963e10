import type { Stripe } from 'stripe'
import type { Interval } from '../objects/interval.ts'
import { newId } from '../objects/new-id.ts'
import type { Json, Price, Product } from '../objects/stripe-objects.ts'

type NewProduct = {
  id?: string
  created: number
  name: string
  description: string | null
  statementDescriptor: string | null
  metadata: Record<string, string>
}

export const buildProduct = ({
  id,
  created,
  name,
  description,
  statementDescriptor,
  metadata,
}: NewProduct): Product => ({
  id: id ?? newId('prod', 14),
  object: 'product',
  active: true,
  created,
  default_price: null,
  description,
  images: [],
  livemode: false,
  marketing_features: [],
  metadata,
  name,
  package_dimensions: null,
  shippable: null,
  statement_descriptor: statementDescriptor,
  tax_code: null,
  tax_details: null,
  type: 'service',
  unit_label: null,
  updated: created,
  url: null,
})

type NewPrice = {
  active?: boolean
  metadata?: Record<string, string>
  lookupKey?: string | null
  nickname?: string | null
  created: number
  product: string
  currency: string
  unitAmount: number
  recurring: { interval: Interval; intervalCount: number } | null
}

/** A price is not active by default. Stripe creates such prices from `price_data`. */
export const buildPrice = ({
  created,
  product,
  currency,
  unitAmount,
  recurring,
  ...more
}: NewPrice): Price => ({
  id: newId('price'),
  object: 'price',
  active: more.active ?? false,
  billing_scheme: 'per_unit',
  created,
  currency,
  custom_unit_amount: null,
  livemode: false,
  lookup_key: more.lookupKey ?? null,
  metadata: more.metadata ?? {},
  nickname: more.nickname ?? null,
  product,
  recurring: recurring
    ? {
        interval: recurring.interval,
        interval_count: recurring.intervalCount,
        meter: null,
        trial_period_days: null,
        usage_type: 'licensed',
      }
    : null,
  tax_behavior: 'unspecified',
  tiers_mode: null,
  transform_quantity: null,
  type: recurring ? 'recurring' : 'one_time',
  unit_amount: unitAmount,
  unit_amount_decimal: String(unitAmount),
})

/** The plan is the older form of a recurring price. Items of subscriptions still have both. */
export const planOf = (price: Price): Json<Stripe.Plan> => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: 'per_unit',
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval ?? 'month',
  interval_count: price.recurring?.interval_count ?? 1,
  livemode: false,
  metadata: price.metadata,
  meter: null,
  nickname: null,
  product: typeof price.product === 'string' ? price.product : price.product.id,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
})
