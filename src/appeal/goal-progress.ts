import type { CurrencyOffer } from '../web/page/newsroom.ts'
import type { Goal } from './policy/campaign.ts'

/** How far a goal is reached. Minor units. */
export type GoalProgress = Goal & { given: number }

const STEPS = 100

type Sum = { given: number; largestGift: number }

/**
 * Rounds the sum down to a hundredth of the goal, or in larger steps: two looks must not show what one reader gave.
 * `largestGift` is the largest that anything in force offers.
 */
export const progressOf = (goal: Goal, { given, largestGift }: Sum): GoalProgress => {
  const step = Math.max(1, largestGift, Math.floor(goal.target / STEPS))
  const reached = given >= goal.target ? goal.target : 0
  return { ...goal, given: Math.max(reached, Math.floor(given / step) * step) }
}

/** Returns the largest amount that these offer in a currency. Minor units. */
export const largestGiftIn = (giving: readonly CurrencyOffer[], currency: string): number =>
  Math.max(
    0,
    ...giving
      .filter((offer) => offer.currency === currency)
      .flatMap(({ presets }) => Object.values(presets).flat()),
  )
