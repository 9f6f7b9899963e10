import type { Goal } from './policy/campaign.ts'

/** How far a goal is reached. Minor units. */
export type GoalProgress = Goal & { given: number }

const STEPS = 100

/** Rounds the sum down to a hundredth of the goal, so that two looks do not show what one reader gave. */
export const progressOf = (goal: Goal, given: number): GoalProgress => {
  const step = Math.max(1, Math.floor(goal.target / STEPS))
  return { ...goal, given: Math.max(0, Math.floor(given / step) * step) }
}
