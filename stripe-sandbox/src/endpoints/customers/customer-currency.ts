import { idOf } from '../../objects/references.ts'
import type { Context } from '../../state/context.ts'

/** Stripe allows one currency for all live subscriptions of a customer. */
export const hasOtherCurrency = ({ state }: Context, customer: string, currency: string): boolean =>
  state
    .idsOf('subscription', customer)
    .map((id) => state.get('subscription', id))
    .some(
      (each) =>
        each && each.ended_at === null && each.currency !== currency && idOf(each.customer) === customer,
    )
