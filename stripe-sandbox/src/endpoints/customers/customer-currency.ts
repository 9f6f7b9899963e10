import { idOf } from '../../objects/references.ts'
import type { Context } from '../../state/context.ts'

/** One currency per customer while any of its subscriptions is in force. */
export const hasOtherCurrency = ({ state }: Context, customer: string, currency: string): boolean =>
  state
    .idsOf('subscription', customer)
    .map((id) => state.get('subscription', id))
    .some(
      (each) =>
        each && each.ended_at === null && each.currency !== currency && idOf(each.customer) === customer,
    )
