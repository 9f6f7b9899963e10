import type { Price, Session } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'

export const priceOfSession = ({ state }: Context, session: Session): Price | undefined =>
  state.get('price', state.get('line', session.id)?.price ?? '')
