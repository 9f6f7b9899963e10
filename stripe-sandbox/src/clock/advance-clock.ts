import type { Deliveries } from '../deliveries/deliveries.ts'
import type { World } from '../state/context.ts'
import type { Followers } from './clock-followers.ts'
import { doNextDue } from './run-due-work.ts'

type Needs = { world: World; deliveries: Deliveries; followers: Followers }

/** Moves the clock; resolves when all that fell due has happened, every follower has the time, and all was sent once. */
export const advanceClock = async (
  { world, deliveries, followers }: Needs,
  seconds: number,
): Promise<void> => {
  const target = world.time.now() + seconds * 1000
  while (doNextDue(world, target)) {}
  world.time.advance(Math.max(0, target - world.time.now()))
  await followers.tell()
  await deliveries.send()
}
