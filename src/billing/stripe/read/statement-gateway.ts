import type { Stripe } from 'stripe'
import { type AccountStatement, descriptorToSend } from '../shapes/statement-descriptor.ts'
import { isForbidden } from '../shapes/stripe-errors.ts'

/** Returns the name for bank statements that charges must carry. Null: none. */
export type FindDescriptor = () => Promise<string | null>

export const findAccountStatement = async (
  client: Stripe,
  options: Stripe.RequestOptions = {},
): Promise<AccountStatement> => {
  try {
    const { settings } = await client.accounts.retrieveCurrent({}, options)
    return {
      text: settings?.payments.statement_descriptor ?? null,
      prefix: settings?.card_payments?.statement_descriptor_prefix ?? null,
    }
  } catch (error) {
    // A restricted key need not have the permission.
    if (isForbidden(error)) return 'unreadable'
    throw error
  }
}

/** Asks for the account's text once in the life of the process. */
export const findDescriptorWith = (
  client: Stripe,
  name: string | null,
  options: Stripe.RequestOptions,
): FindDescriptor => {
  if (name === null) return async () => null
  let known: AccountStatement | null = null
  return async () => {
    known ??= await findAccountStatement(client, options)
    return descriptorToSend(known, name)
  }
}
