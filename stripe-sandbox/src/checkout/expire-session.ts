import type { Session } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

export const expireSession = (context: Context, session: Session): Session => {
  const expired: Session = { ...session, status: 'expired', url: null }
  context.state.put('session', session.id, expired)
  context.state.remove('challenge', session.id)
  unschedule(context, 'expire', session.id)
  context.emit('checkout.session.expired', expired)
  return expired
}
