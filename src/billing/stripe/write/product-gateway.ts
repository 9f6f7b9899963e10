import type { Stripe } from 'stripe'
import { PRODUCTS } from '../../model/products.ts'
import { stripeCode } from '../shapes/stripe-errors.ts'

/** Returns the id of the shared product of a frequency. Creates the product on first use. */
export type EnsureProduct = (frequency: keyof typeof PRODUCTS, name: string) => Promise<string>

export const ensureProductWith = (client: Stripe, options: Stripe.RequestOptions): EnsureProduct => {
  const known = new Set<string>()
  return async (frequency, name) => {
    const id = PRODUCTS[frequency]
    if (known.has(id)) return id
    await client.products.create({ id, name }, options).catch((error: unknown) => {
      if (stripeCode(error) === 'resource_already_exists') return
      throw error
    })
    known.add(id)
    return id
  }
}
