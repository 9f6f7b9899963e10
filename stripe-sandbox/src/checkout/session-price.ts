import type { Price, Session } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'

export const lineOf = ({ state }: World, session: Session): Price | undefined =>
  state.get('price', state.get('line', session.id)?.price ?? '')
