import type { Deliveries } from '../deliveries/deliveries.ts'
import type { Context } from '../state/context.ts'
import type { Followers } from './clock-followers.ts'
import { runNextDue } from './run-due-work.ts'

type Needs = { context: Context; deliveries: Deliveries; followers: Followers }

/** Moves the clock; resolves when all that fell due has happened, every follower has the time, and all was sent once. */
export const advanceClock = async (
  { context, deliveries, followers }: Needs,
  seconds: number,
): Promise<void> => {
  const target = context.clock.now() + seconds * 1000
  while (runNextDue(context, target)) {}
  context.clock.advance(Math.max(0, target - context.clock.now()))
  await followers.notify()
  await deliveries.send()
}
