import type { Session } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

export const expire = (world: World, session: Session): Session => {
  const expired: Session = { ...session, status: 'expired', url: null }
  world.state.put('session', session.id, expired)
  world.state.remove('challenge', session.id)
  unschedule(world, 'expire', session.id)
  world.emit('checkout.session.expired', expired)
  return expired
}
