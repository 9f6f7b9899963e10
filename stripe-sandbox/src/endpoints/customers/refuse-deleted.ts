import type { World } from '../../state/context.ts'
import { noSuch } from '../core/stripe-error.ts'

/** Stripe knows what belonged to a deleted customer, but not the customer. */
export const refuseDeleted = ({ state }: World, customer: string | undefined): void => {
  if (customer !== undefined && state.get('deleted', customer)) throw noSuch('customer', customer, 'customer')
}
