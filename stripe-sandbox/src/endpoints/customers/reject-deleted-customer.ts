import type { Context } from '../../state/context.ts'
import { resourceMissing } from '../core/stripe-error.ts'

/** Throws Stripe's 404 for lists by a deleted customer. */
export const rejectDeletedCustomer = ({ state }: Context, customer: string | undefined): void => {
  if (customer !== undefined && state.get('deleted', customer))
    throw resourceMissing('customer', customer, 'customer')
}
