import type { Say } from '../messages/messages.ts'

const PASSING = ['stripe-failed', 'stripe-unreachable', 'stripe-throttled', 'other'] as const

/** Why something could not be done now, and is tried again. */
export type PassingFailure = (typeof PASSING)[number]

/** In words for staff; what is not one of ours, a code of Stripe's, as it is. */
export const toldFailure = (say: Say, because: string): string => {
  const known = PASSING.find((each) => each === because)
  return known ? say(`inbox.failure.${known}`) : because
}
