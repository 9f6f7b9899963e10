import type { Context } from '../../state/context.ts'
import { resourceMissing } from '../core/stripe-error.ts'

/** Stripe knows what belonged to a deleted customer, but not the customer. */
export const rejectDeletedCustomer = ({ state }: Context, customer: string | undefined): void => {
  if (customer !== undefined && state.get('deleted', customer))
    throw resourceMissing('customer', customer, 'customer')
}
