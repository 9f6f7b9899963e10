import { idOf } from '../objects/references.ts'
import type { Price } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

/** The text of the account for bank statements, as set in Stripe's dashboard. */
export const accountDescriptor = ({ state }: Pick<Context, 'state'>): string =>
  String(state.get('setting', 'statementDescriptor') ?? 'SANDBOX')

/** Charges of subscriptions take their text from the product. */
export const productDescriptor = (
  { state }: Pick<Context, 'state'>,
  price: Price | undefined,
): string | null => state.get('product', idOf(price?.product) ?? '')?.statement_descriptor ?? null
