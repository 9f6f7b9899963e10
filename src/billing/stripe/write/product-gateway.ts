import type { Stripe } from 'stripe'
import { PRODUCTS } from '../../model/products.ts'
import type { FindDescriptor } from '../read/statement-gateway.ts'
import { stripeCode } from '../shapes/stripe-errors.ts'

/** Returns the id of the shared product of a frequency. Creates or updates the product on first use. */
export type EnsureProduct = (frequency: keyof typeof PRODUCTS, name: string) => Promise<string>

type Settings = { options: Stripe.RequestOptions; findDescriptor: FindDescriptor }

export const ensureProductWith = (client: Stripe, { options, findDescriptor }: Settings): EnsureProduct => {
  const known = new Set<string>()
  return async (frequency, name) => {
    const id = PRODUCTS[frequency]
    if (known.has(id)) return id
    const descriptor = frequency === 'once' ? null : await findDescriptor()
    const texts = descriptor === null ? {} : { statement_descriptor: descriptor }
    await client.products.create({ id, name, ...texts }, options).catch(async (error: unknown) => {
      if (stripeCode(error) !== 'resource_already_exists') throw error
      if (descriptor !== null) await updateDescriptor(client, { id, descriptor, options })
    })
    known.add(id)
    return id
  }
}

type Update = { id: string; descriptor: string; options: Stripe.RequestOptions }

const updateDescriptor = async (client: Stripe, { id, descriptor, options }: Update): Promise<void> => {
  const product = await client.products.retrieve(id, {}, options)
  if (product.statement_descriptor === descriptor) return
  await client.products.update(id, { statement_descriptor: descriptor }, options)
}
