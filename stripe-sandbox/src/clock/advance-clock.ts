import type { Deliveries } from '../deliveries/deliveries.ts'
import type { Context } from '../state/context.ts'
import type { Followers } from './clock-followers.ts'
import { runNextDue } from './run-due-work.ts'

type Needs = { context: Context; deliveries: Deliveries; followers: Followers }

/**
 * Moves the clock and does the work that falls due.
 * Resolves when every follower has the new time and every delivery was tried once.
 */
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
