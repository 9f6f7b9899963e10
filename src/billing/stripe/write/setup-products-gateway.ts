import type { Stripe } from 'stripe'
import { PRODUCTS } from '../../model/products.ts'
import { findAccountStatement, findDescriptorWith } from '../read/statement-gateway.ts'
import { cardStatement, descriptorToSend } from '../shapes/statement-descriptor.ts'
import { isMissing } from '../shapes/stripe-errors.ts'
import type { RepairableStep, StatementStep } from './setup-step.ts'

export const inspectProducts = async (client: Stripe, name: string | null): Promise<RepairableStep[]> => {
  const descriptor = await findDescriptorWith(client, name, {})()
  const inspect = (id: string) =>
    // One-time payments do not take their text from the product.
    inspectProduct(client, { id, descriptor: id === PRODUCTS.once ? null : descriptor })
  return Promise.all(Object.values(PRODUCTS).map(inspect))
}

type Wanted = { id: string; descriptor: string | null }

const inspectProduct = async (client: Stripe, { id, descriptor }: Wanted): Promise<RepairableStep> => {
  const step = { what: 'product', id, ...(descriptor === null ? {} : { descriptor }) } as const
  try {
    const product = await client.products.retrieve(id)
    const hasText = descriptor === null || product.statement_descriptor === descriptor
    return { ...step, state: product.active && hasText ? 'right' : 'differs' }
  } catch (error) {
    if (isMissing(error)) return { ...step, state: 'missing' }
    throw error
  }
}

export const repairProduct = async (
  client: Stripe,
  { productName }: { productName: string },
  { id, state, descriptor }: RepairableStep,
) => {
  const product = id ?? ''
  const texts = descriptor === undefined ? {} : { statement_descriptor: descriptor }
  if (state === 'missing') await client.products.create({ id: product, name: productName, ...texts })
  else await client.products.update(product, { active: true, ...texts })
  return { id: product, secret: null }
}

/** Compares the account's own text with the name that the newsroom promises. No promise: nothing to compare. */
export const inspectStatement = async (client: Stripe, name: string | null): Promise<StatementStep[]> => {
  if (name === null) return []
  const account = await findAccountStatement(client)
  const step = { what: 'statement', id: account === 'unreadable' ? null : account.text, name } as const
  if (descriptorToSend(account, name) === null) return [{ ...step, state: 'right', onCards: name }]
  return [
    { ...step, state: 'differs', onCards: account === 'unreadable' ? null : cardStatement(account, name) },
  ]
}
