import type { Due } from '../state.ts'
import { settle } from './collecting.ts'
import { finalizeAndCollect } from './invoicing.ts'
import { expire } from './paying.ts'
import { renew } from './subscribing.ts'
import { unschedule, type World } from './world.ts'

/** Does the earliest thing that is due at or before `untilMs`, dated when it was due; false when nothing is. */
export const doNextDue = (world: World, untilMs: number): boolean => {
  const { state, time } = world
  let next: Due | undefined
  for (const due of state.all('due')) if (!next || due.at < next.at) next = due
  if (!next || next.at * 1000 > untilMs) return false
  const due = next
  time.as(due.at * 1000, () => state.commit(() => perform(world, due)))
  return true
}

const perform = (world: World, { kind, object }: Due): void => {
  const { state } = world
  unschedule(world, kind, object)
  if (kind === 'settle') whenThere(state.get('charge', object), (charge) => settle(world, charge))
  if (kind === 'renew')
    whenThere(state.get('subscription', object), (subscription) => renew(world, subscription))
  if (kind === 'finalize')
    whenThere(state.get('invoice', object), (draft) => finalizeAndCollect(world, draft))
  if (kind === 'expire') {
    whenThere(state.get('session', object), (session) => session.status === 'open' && expire(world, session))
  }
}

const whenThere = <T>(object: T | undefined, work: (object: T) => unknown): void => {
  if (object !== undefined) work(object)
}
